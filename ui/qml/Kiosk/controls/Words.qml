import QtQuick
import Kiosk

// Text a resident reads: the Chinese face by name, wrapped, never cut.
Text {
    property bool sensitive: false

    font.family: Theme.family
    font.pixelSize: Theme.body
    font.weight: Font.Medium
    color: Theme.text
    lineHeight: Theme.leading
    wrapMode: Text.Wrap
    textFormat: Text.PlainText
    Accessible.role: Accessible.StaticText
    Accessible.name: text
    Accessible.ignored: text.trim() === ""
}
