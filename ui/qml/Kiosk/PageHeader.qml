import QtQuick
import Kiosk

// Whose hall, what time, which step; a banner when something about the machine must be known; the title.
Item {
    id: header

    readonly property var signs: ({
            done: "tick",
            wait: "wait",
            attention: "attention",
            trouble: "attention"
        })
    readonly property string sign: signs[Visit.tone] || ""
    readonly property color toneInk: Visit.tone === "done" ? Theme.success : Visit.tone === "trouble" ? Theme.danger : Visit.tone === "attention" ? Theme.warn : Theme.primary

    implicitHeight: title.y + title.height

    Words {
        id: hall

        x: Theme.margin
        y: Theme.mm(3)
        width: parent.width * 0.6
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
            font.pixelSize: Theme.note
            lineHeight: 1.2
        }
    }
    StepLine {
        id: steps

        x: Theme.margin
        y: banner.y + banner.height + (Visit.step !== null ? Theme.mm(2) : 0)
        width: parent.width - 2 * Theme.margin
        height: Visit.step !== null ? implicitHeight : 0
        visible: Visit.step !== null
    }
    Pictogram {
        id: toneSign

        visible: header.sign !== ""
        x: Theme.margin
        y: title.y + Math.max(0, (Theme.title * 1.25 - side) / 2)
        side: Theme.mm(Theme.titleMm * 1.1)
        name: header.sign
        ink: header.toneInk
    }
    Words {
        id: title

        objectName: "title"
        x: Theme.margin + (header.sign !== "" ? toneSign.side + Theme.mm(3) : 0)
        y: steps.y + steps.height + Theme.mm(2)
        width: parent.width - x - Theme.margin - (Visit.countdown >= 0 ? count.width + Theme.gap : 0)
        text: Visit.plain(Visit.title)
        sensitive: Visit.personal(Visit.title)
        font.pixelSize: Theme.title
        font.weight: Font.Bold
        lineHeight: 1.25
        Accessible.role: Accessible.Heading
    }
    Words {
        id: count

        visible: Visit.countdown >= 0
        anchors.right: parent.right
        anchors.rightMargin: Theme.margin
        y: title.y
        text: Visit.countdown >= 0 ? Visit.countdown + "秒" : ""
        font.pixelSize: Theme.title
        font.weight: Font.Bold
        lineHeight: 1.25
        color: Theme.warn
    }
}
