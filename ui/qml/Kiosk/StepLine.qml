pragma ComponentBehavior: Bound
import QtQuick
import Kiosk

// 第 n 步，共 m 步, in words and as a row of marks.
Item {
    id: steps

    readonly property int n: Visit.step ? Visit.step.n : 0
    readonly property int m: Visit.step ? Visit.step.m : 0

    implicitHeight: words.height
    onMChanged: slots.hold(m)

    Words {
        id: words

        text: "第" + steps.n + "步，共" + steps.m + "步"
        font.pixelSize: Visit.upright ? Theme.note : Theme.small
        color: Theme.text2
        lineHeight: Theme.tight
    }
    Row {
        id: marks

        readonly property real room: steps.width - words.width - Theme.mm(6)

        x: words.width + Theme.mm(6)
        anchors.verticalCenter: parent.verticalCenter
        spacing: Theme.mm(1.5)

        Repeater {
            model: Slots {
                id: slots
            }
            delegate: Rectangle {
                required property int index
                readonly property bool passed: index < steps.n

                visible: index < steps.m
                width: Math.max(Theme.mm(2), (marks.room - (steps.m - 1) * marks.spacing) / steps.m)
                height: Theme.mm(3)
                radius: height / 2
                color: passed ? Theme.primary : Theme.bg
                border.width: Theme.line
                border.color: passed ? Theme.primary : Theme.outline
            }
        }
    }
}
