pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Window
import Kiosk

// Pinyin letters, large candidates turned by buttons, digits. Keys are 20 mm or more with 5 mm between them.
Column {
    id: board

    readonly property var pinyin: Visit.pinyin
    readonly property bool landscape: Window.width > Window.height
    // Lying panels have no height for a row of digits; there one key changes the letters' first row.
    property bool digits: false
    readonly property var rows: {
        const numbers = ["1", "2", "3", "4", "5", "6", "7", "8", "9", "0"]
        const letters = ["q", "w", "e", "r", "t", "y", "u", "i", "o", "p"]
        const rest = [["a", "s", "d", "f", "g", "h", "j", "k", "l"], ["z", "x", "c", "v", "b", "n", "m"]]
        if (landscape)
            return [digits ? numbers : letters].concat(rest)
        return [numbers, letters].concat(rest)
    }
    readonly property int keyWidth: Math.min(Theme.mm(32), Math.floor((width - 9 * Theme.gap) / 10))
    readonly property int em: Theme.bar

    function erase(): void {
        if (!pinyin.erase())
            Visit.pressed("erase")
    }

    function fit(): void {
        if (strip.width > 0)
            pinyin.fit(strip.width / em, (Theme.target + Theme.gap) / em, (2 * Theme.pad + Theme.gap) / em)
    }

    spacing: Theme.gap
    onEmChanged: fit()
    Component.onCompleted: fit()
    Component.onDestruction: pinyin.clear()

    component BoardKey: Pressable {
        id: boardKey

        property string pictogram: ""
        property string spoken: text

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
                    font.pixelSize: Theme.bar
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
        text: board.pinyin.composing !== "" ? board.pinyin.composing : board.pinyin.note !== "" ? board.pinyin.note : "按拼音，再选字"
        font.pixelSize: Theme.bar
        lineHeight: 1
        color: Theme.text2
        sensitive: board.pinyin.composing !== ""
        Accessible.name: board.pinyin.composing !== "" ? "拼音 " + text : text
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
            enabled: board.pinyin.page > 0
            onClicked: board.pinyin.turn(-1)
        }
        Row {
            id: strip

            width: choices.width - 2 * (Theme.target + Theme.gap)
            spacing: Theme.gap
            onWidthChanged: board.fit()

            Repeater {
                model: board.pinyin.candidates

                BoardKey {
                    required property string modelData
                    required property int index

                    objectName: "candidate:" + index
                    width: Math.max(Theme.target, modelData.length * Theme.bar + 2 * Theme.pad)
                    text: modelData
                    spoken: "选 " + modelData
                    onClicked: board.pinyin.pick(index)
                }
            }
        }
        BoardKey {
            objectName: "candidates:next"
            width: Theme.target
            text: "›"
            spoken: "后面的字"
            enabled: board.pinyin.page < board.pinyin.pages - 1
            onClicked: board.pinyin.turn(1)
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
                    width: board.keyWidth
                    text: modelData.toUpperCase()
                    spoken: (modelData >= "a" ? "字母 " : "数字 ") + text
                    onClicked: board.pinyin.key(modelData)
                }
            }
        }
    }

    Row {
        id: bottom

        readonly property int side: Math.max(Theme.target, Theme.bar * 2 + 2 * Theme.pad)
        readonly property int wide: Math.floor((board.width - side - 2 * board.keyWidth - 4 * Theme.gap - (board.landscape ? side + Theme.gap : 0)) / 2)

        spacing: Theme.gap

        BoardKey {
            objectName: "key:clear"
            width: bottom.side
            text: "清空"
            spoken: "清空拼音"
            enabled: board.pinyin.composing !== ""
            onClicked: board.pinyin.clear()
        }
        BoardKey {
            visible: board.landscape
            objectName: "key:digits"
            width: bottom.side
            text: board.digits ? "拼音" : "数字"
            onClicked: board.digits = !board.digits
        }
        BoardKey {
            objectName: "key:comma"
            width: board.keyWidth
            text: "，"
            spoken: "逗号"
            onClicked: board.pinyin.key("，")
        }
        BoardKey {
            objectName: "key:accept"
            width: bottom.wide
            text: "选第一个"
            pictogram: "tick"
            enabled: board.pinyin.composing !== ""
            onClicked: board.pinyin.accept()
        }
        BoardKey {
            objectName: "key:stop"
            width: board.keyWidth
            text: "。"
            spoken: "句号"
            onClicked: board.pinyin.key("。")
        }
        BoardKey {
            objectName: "key:erase"
            width: bottom.wide
            text: "删除"
            spoken: "删除一个"
            pictogram: "erase"
            onClicked: board.erase()
        }
    }
}
