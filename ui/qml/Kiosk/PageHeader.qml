import QtQuick
import Kiosk

// Whose hall, which step, what time; a banner when something about the machine must be known.
Item {
    id: header

    // On a lying glass height is dear: the steps share the first line.
    readonly property bool shared: !Visit.upright

    implicitHeight: shared ? banner.y + banner.height : steps.y + steps.height

    Words {
        id: hall

        x: Theme.margin
        y: Theme.mm(3)
        width: parent.width * (header.shared ? 0.3 : 0.6)
        visible: Visit.upright || Visit.ear === "off"
        text: Visit.hall
        font.pixelSize: Theme.caption
        color: Theme.text2
        maximumLineCount: 1
    }
    Words {
        anchors.right: parent.right
        anchors.rightMargin: Theme.margin
        y: hall.y
        text: Visit.clock
        font.pixelSize: Theme.caption
        color: Theme.text2
    }
    Rectangle {
        id: banner

        readonly property bool told: bannerText.text !== ""

        visible: told
        y: hall.y + hall.height + Theme.mm(2)
        width: parent.width
        height: told ? bannerText.height + Theme.mm(3) : 0
        color: Theme.tint
        border.width: Theme.line
        border.color: Theme.outline

        Pictogram {
            id: bannerSign

            x: Theme.margin
            anchors.verticalCenter: parent.verticalCenter
            side: Theme.mm(12)
            name: banner.told ? "attention" : ""
            ink: Theme.text
        }
        Words {
            id: bannerText

            x: Theme.margin + bannerSign.side + Theme.mm(3)
            anchors.verticalCenter: parent.verticalCenter
            width: parent.width - x - Theme.margin
            text: Visit.plain(Visit.banner)
            sensitive: Visit.personal(Visit.banner)
            font.pixelSize: Theme.small
            lineHeight: Theme.tight
        }
    }
    StepLine {
        id: steps

        x: header.shared ? parent.width * 0.34 : Theme.margin
        y: header.shared ? (hall.y + (hall.height - implicitHeight) / 2) : banner.y + banner.height + (Visit.step !== null ? Theme.mm(2) : 0)
        width: header.shared ? parent.width * 0.5 : parent.width - 2 * Theme.margin
        height: Visit.step !== null ? implicitHeight : 0
        visible: Visit.step !== null
    }
}
