import QtQuick
import Kiosk

// What this page is, with the mood as a sign; seconds only in the last twenty.
Item {
    id: titled

    readonly property var signs: ({
            done: "tick",
            wait: "wait",
            question: "question",
            attention: "attention",
            trouble: "attention"
        })
    readonly property string sign: signs[Visit.tone] || ""
    readonly property color toneInk: Visit.tone === "done" ? Theme.success : Visit.tone === "trouble" ? Theme.danger : Visit.tone === "attention" ? Theme.warn : Theme.primary

    // A title that would take more than two lines of a narrow column, one in the largest size, steps down to the size
    // of the text.
    readonly property bool large: Visit.upright || Visit.plain(Visit.title).length * Theme.title <= (Theme.textSize === 3 ? 1 : 2) * (width - (sign !== "" ? toneSign.side + Theme.mm(3) : 0) - Theme.title)

    // A title a little too long for one line becomes a little smaller, rather than leave one word alone on a second.
    readonly property real fitting: Math.floor(Theme.title * (title.width - 2) / Math.max(1, measure.advanceWidth))
    readonly property int oneLine: fitting >= Theme.body * 1.2 ? Math.min(Theme.title, fitting) : Theme.title

    implicitHeight: title.height

    TextMetrics {
        id: measure

        font.family: Theme.family
        font.pixelSize: Theme.title
        font.weight: Font.Bold
        text: title.text
    }

    Pictogram {
        id: toneSign

        visible: titled.sign !== ""
        y: title.y + Math.max(0, (Theme.title * 1.33 - side) / 2)
        side: Theme.mm(Theme.titleMm * 1.1)
        name: titled.sign
        ink: titled.toneInk
    }
    Words {
        id: title

        objectName: "title"
        x: (titled.sign !== "" ? toneSign.side + Theme.mm(3) : 0)
        width: parent.width - x - (Visit.countdown >= 0 ? count.width + Theme.gap : 0)
        text: Visit.plain(Visit.title)
        sensitive: Visit.personal(Visit.title)
        font.pixelSize: titled.large ? titled.oneLine : Theme.body
        font.weight: Font.Bold
        lineHeight: Theme.tight
        Accessible.role: Accessible.Heading
    }
    Words {
        id: count

        visible: Visit.countdown >= 0
        anchors.right: parent.right
        y: title.y
        text: Visit.countdown >= 0 ? Visit.countdown + "秒" : ""
        font.pixelSize: Theme.title
        font.weight: Font.Bold
        lineHeight: Theme.tight
        color: Theme.warn
    }
}
