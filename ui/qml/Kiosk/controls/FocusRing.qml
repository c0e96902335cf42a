import QtQuick
import Kiosk

// Two tones, 2 mm each, drawn in the gap around its parent: visible on every ground.
Rectangle {
    anchors.fill: parent
    anchors.margins: -2 * Theme.ring
    color: Theme.bg
    border.color: Theme.text
    border.width: Theme.ring
    radius: Theme.radius + 2 * Theme.ring
    z: -1
}
