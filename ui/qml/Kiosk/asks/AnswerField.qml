import QtQuick
import Kiosk

// What has been entered so far: digits in reading groups, a date by parts, or only dots for a PIN.
Rectangle {
    id: field

    readonly property var ask: Visit.ask || ({})
    readonly property string entered: {
        switch (ask.is) {
        case "AskDigits":
            return grouped(Visit.plain(ask.draft), ask.groups)
        case "AskPin":
            return "●".repeat(ask.length)
        case "AskDate":
            return dated()
        case "AskText":
            return Visit.plain(ask.draft)
        default:
            return ""
        }
    }

    function grouped(digits: string, groups: var): string {
        const pieces = []
        let from = 0
        for (const size of groups || []) {
            if (from < digits.length)
                pieces.push(digits.slice(from, from + size))
            from += size
        }
        if (from < digits.length)
            pieces.push(digits.slice(from))
        return pieces.join(" ")
    }

    function dated(): string {
        const blank = "　"
        return (ask.year || blank + blank) + "年" + (ask.month || blank) + "月" + (ask.day || blank) + "日"
    }

    implicitHeight: Math.max(Theme.target, words.height + Theme.pad)
    radius: Theme.radius
    color: Theme.bg
    border.width: Theme.mm(1)
    border.color: Theme.primary
    Accessible.role: Accessible.StaticText
    Accessible.name: entered === "" ? "还没有填" : "已填 " + entered

    Words {
        id: words

        objectName: "entered"
        anchors.verticalCenter: parent.verticalCenter
        x: Theme.pad
        width: parent.width - 2 * Theme.pad
        text: field.entered === "" ? " " : field.entered
        sensitive: true
        font.weight: Font.Bold
        lineHeight: Theme.tight
        Accessible.ignored: true
    }
}
