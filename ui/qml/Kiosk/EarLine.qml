import QtQuick
import Kiosk

// What the ear does now, in the same place on every page: a sign, a word, her own words, and bars that move with her
// voice. Not there at all where the terminal cannot hear.
Rectangle {
    id: line

    readonly property bool shown: Visit.ear !== "off"
    readonly property string told: Visit.heard === "" || Visit.earSays[1] === "" ? Visit.earSays[0] : Visit.earSays[whole ? 1 : 2] + quoted
    // Of a sentence too long for the line the newest words: those tell her that she is still heard.
    readonly property int letters: Math.floor(said.width / said.font.pixelSize)
    readonly property bool whole: Visit.heard.length + 7 <= letters
    readonly property string quoted: "「" + (whole ? Visit.heard : "…" + Visit.heard.slice(-Math.max(1, letters - Visit.earSays[2].length - 3))) + "」"
    readonly property bool listening: Visit.ear === "listening"

    visible: shown
    implicitHeight: shown ? Theme.mm(Visit.upright ? 15 : 12) : 0
    color: listening ? Theme.tint : Theme.bg
    border.width: listening ? Theme.line : 0
    border.color: Theme.primary
    radius: Theme.radius
    Accessible.role: Accessible.StaticText
    Accessible.name: told
    Accessible.ignored: !shown

    Pictogram {
        id: sign

        x: Theme.mm(4)
        anchors.verticalCenter: parent.verticalCenter
        side: Theme.mm(Visit.upright ? 11 : 8)
        name: !line.shown ? "" : line.listening ? "microphone" : Visit.ear === "thinking" ? "wait" : "speaker"
        ink: Theme.primary
    }
    Words {
        id: said

        objectName: "ear"
        x: sign.x + sign.side + Theme.mm(4)
        width: meter.x - x - Theme.mm(2)
        anchors.verticalCenter: parent.verticalCenter
        text: line.told
        sensitive: Visit.heard !== ""
        font.pixelSize: !Visit.upright ? Theme.caption : Theme.textSize < 2 ? Theme.small : Theme.bar
        font.weight: line.listening ? Font.Bold : Font.Normal
        lineHeight: Theme.tight
        maximumLineCount: 1
        Accessible.ignored: true
    }
    Row {
        id: meter

        visible: line.listening
        anchors.right: parent.right
        anchors.rightMargin: Theme.mm(4)
        anchors.verticalCenter: parent.verticalCenter
        spacing: Theme.mm(1.5)

        Repeater {
            model: 5

            delegate: Rectangle {
                required property int index
                readonly property bool lit: Visit.level * 5 > index

                width: Theme.mm(3)
                height: Theme.mm(3 + index * 1.6)
                anchors.bottom: parent.bottom
                color: lit ? Theme.primary : Theme.bg
                border.width: Theme.line
                border.color: Theme.primary
            }
        }
    }
}
