pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Window
import Kiosk

// Pinyin letters, large candidates turned by buttons, digits. Keys are 20 mm or more with 5 mm between them.
Column {
    id: board

    // Null while a window is torn down: the input may go before the page.
    readonly property var pinyin: Visit.pinyin
    readonly property string composing: pinyin?.composing ?? ""
    readonly property string note: pinyin?.note ?? ""
    readonly property var candidates: pinyin?.candidates ?? []
    readonly property var calls: pinyin?.calls ?? []
    readonly property int page: pinyin?.page ?? 0
    readonly property int pages: pinyin?.pages ?? 1
    readonly property bool landscape: Window.width > Window.height
    // Lying panels have no height for a row of digits; there one key changes the letters' first row.
    property bool digits: false
    readonly property var rows: {
        const numbers = Array.from("1234567890")
        const letters = Array.from("qwertyuiop")
        const middle = Array.from("asdfghjkl")
        const last = Array.from("zxcvbnm")
        if (landscape)
            return [digits ? numbers : letters, middle.concat("digits"), ["clear"].concat(last, "erase")]
        return [numbers, letters, middle, last, ["clear", "，", "accept", "。", "erase"]]
    }
    readonly property real keyWidth: Math.min(Theme.mm(32), (width - 9 * Theme.gap) / 10)
    readonly property int em: Theme.bar

    function span(code: string): real {
        if (code === "accept")
            return 4
        if (code === "clear" || code === "erase")
            return landscape ? 1.5 : 2
        return 1
    }

    function face(code: string): string {
        switch (code) {
        case "clear":
            return "清空"
        case "erase":
            return "删除"
        case "accept":
            return "选第一个"
        case "digits":
            return digits ? "拼" : "123"
        default:
            return code.toUpperCase()
        }
    }

    function spoken(code: string): string {
        switch (code) {
        case "clear":
            return "全删掉"
        case "erase":
            return "删一个"
        case "accept":
            return "选第一个"
        case "digits":
            return digits ? "换成拼音" : "换成数字"
        case "，":
            return "逗号"
        case "。":
            return "句号"
        default:
            return (code >= "a" ? "字母 " : "数字 ") + code.toUpperCase()
        }
    }

    function press(code: string): void {
        switch (code) {
        case "clear":
            // What is being spelled first; with nothing spelled the answer itself.
            if (composing !== "")
                pinyin?.clear()
            else
                Visit.pressed("clear")
            return
        case "accept":
            return pinyin?.accept()
        case "digits":
            digits = !digits
            return
        case "erase":
            // Nothing being spelled: the last character of the answer is meant, which the session keeps.
            if (!pinyin?.erase())
                Visit.pressed("erase")
            return
        default:
            return pinyin?.key(code)
        }
    }

    function fit(): void {
        if (strip.width > 0)
            pinyin?.fit(strip.width / em, (Theme.target + Theme.gap) / em, (2 * Theme.pad + Theme.gap) / em)
    }

    spacing: Theme.gap
    onEmChanged: fit()
    Component.onCompleted: fit()
    Component.onDestruction: pinyin?.clear()

    component BoardKey: Pressable {
        id: boardKey

        property string pictogram: ""
        property string spoken: text
        property int size: Theme.bar

        Accessible.name: spoken
        implicitHeight: Theme.target
        background: Rectangle {
            radius: Theme.radius
            color: boardKey.down ? Theme.down : Theme.surface
            border.width: Theme.line
            border.color: boardKey.enabled ? Theme.outline : Theme.disabled
        }
        contentItem: Item {
            Row {
                anchors.centerIn: parent
                spacing: Theme.mm(2)

                Pictogram {
                    visible: boardKey.pictogram !== "" && boardKey.width > Theme.mm(45)
                    anchors.verticalCenter: parent.verticalCenter
                    name: boardKey.pictogram
                    side: Theme.mm(12)
                    ink: boardKey.enabled ? Theme.primary : Theme.disabled
                }
                Words {
                    anchors.verticalCenter: parent.verticalCenter
                    text: boardKey.text
                    wrapMode: Text.NoWrap
                    font.pixelSize: boardKey.size
                    font.weight: Font.Bold
                    lineHeight: 1
                    color: boardKey.enabled ? Theme.text : Theme.disabled
                    Accessible.ignored: true
                }
            }
        }
    }

    Words {
        width: parent.width
        text: board.composing !== "" ? board.composing : board.note !== "" ? board.note : "按拼音，再选字"
        font.pixelSize: board.landscape ? Theme.caption : Theme.bar
        lineHeight: 1
        color: Theme.text2
        sensitive: board.composing !== ""
        Accessible.name: board.composing !== "" ? "拼音 " + text : text
    }

    Row {
        id: choices

        width: parent.width
        height: Theme.target
        spacing: Theme.gap

        BoardKey {
            objectName: "candidates:back"
            width: Theme.target
            text: "‹"
            spoken: "前面的字"
            enabled: board.page > 0
            onPushed: board.pinyin?.turn(-1)
        }
        Row {
            id: strip

            width: choices.width - 2 * (Theme.target + Theme.gap)
            spacing: Theme.gap
            onWidthChanged: board.fit()

            Repeater {
                model: board.candidates

                BoardKey {
                    required property string modelData
                    required property int index

                    objectName: "candidate:" + index
                    width: Math.max(Theme.target, modelData.length * Theme.bar + 2 * Theme.pad)
                    text: modelData
                    spoken: board.calls[index] ?? modelData
                    onPushed: board.pinyin?.pick(index)
                }
            }
        }
        BoardKey {
            objectName: "candidates:next"
            width: Theme.target
            text: "›"
            spoken: "后面的字"
            enabled: board.page < board.pages - 1
            onPushed: board.pinyin?.turn(1)
        }
    }

    Repeater {
        model: board.rows

        Row {
            id: keys

            required property var modelData

            anchors.horizontalCenter: parent?.horizontalCenter
            spacing: Theme.gap

            Repeater {
                model: keys.modelData

                BoardKey {
                    required property string modelData

                    objectName: "key:" + modelData
                    width: board.span(modelData) * board.keyWidth + (board.span(modelData) - 1) * Theme.gap
                    text: board.face(modelData)
                    size: text.length > 2 && modelData === "digits" ? Theme.caption : Theme.bar
                    spoken: board.spoken(modelData)
                    pictogram: modelData === "erase" ? "erase" : modelData === "accept" ? "tick" : ""
                    enabled: modelData !== "accept" || board.composing !== ""
                    onPushed: board.press(modelData)
                }
            }
        }
    }
}
