pragma ComponentBehavior: Bound
import QtQuick
import Kiosk

// What a good screen shows: every colour and grey told apart, thin lines even, Chinese forms of the characters, all sizes.
Column {
    id: chart

    spacing: Theme.gap
    readonly property real bar: Theme.mm(Visit.upright ? 12 : 8)

    Row {
        Repeater {
            model: ["#FFFFFF", "#FFE14D", "#00B7C3", "#1B8A3A", "#B0289A", "#C42B1C", "#1B4BC4", "#000000"]

            Rectangle {
                required property string modelData

                width: chart.width / 8
                height: chart.bar
                color: modelData
                border.color: Theme.outline
                border.width: 1
            }
        }
    }
    Row {
        Repeater {
            model: 16

            Rectangle {
                required property int index

                width: chart.width / 16
                height: chart.bar
                color: Qt.rgba(index / 15, index / 15, index / 15, 1)
            }
        }
    }
    Row {
        Repeater {
            model: Math.floor(chart.width / 2)

            Rectangle {
                required property int index

                width: 2
                height: chart.bar / 2
                color: index % 2 === 0 ? "#000000" : "#FFFFFF"
            }
        }
    }
    Repeater {
        model: [Theme.small, Theme.body, Theme.title]

        Text {
            required property real modelData

            width: chart.width
            text: Visit.upright ? "骨门直今令复龜 𬱖㐂 0123456789 ——" : "骨门直令龜𬱖㐂 01"
            wrapMode: Text.Wrap
            color: Theme.text
            font.family: Theme.family
            font.pixelSize: modelData
        }
    }
}
