pragma ComponentBehavior: Bound
import QtQuick
import Kiosk

// The whole glass in fields; each is painted when a finger comes over it. What stays empty does not answer.
Rectangle {
    id: grid

    readonly property bool asked: Visit.ask !== null && Visit.ask.is === "AskTouch"
    readonly property int columns: asked ? Visit.ask.columns : 1
    readonly property int rows: asked ? Visit.ask.rows : 1
    // Painted here at once; the machine behind is told once for each field.
    property var painted: ({})

    color: Theme.bg
    visible: asked
    onVisibleChanged: painted = {}

    function over(x: real, y: real): void {
        const column = Math.floor(x / (width / columns)), row = Math.floor(y / (height / rows))
        if (column < 0 || row < 0 || column >= columns || row >= rows)
            return
        const field = row * columns + column
        if (painted[field])
            return
        painted[field] = true
        painted = Object.assign({}, painted)
        Visit.pressed("field:" + field)
    }

    // A quick finger is seen only here and there; what lies between was passed over too.
    function along(fromX: real, fromY: real, toX: real, toY: real): void {
        const steps = Math.max(1, Math.ceil(Math.max(Math.abs(toX - fromX) * columns / width, Math.abs(toY - fromY) * rows / height) * 3))
        for (let n = 1; n <= steps; n++)
            over(fromX + (toX - fromX) * n / steps, fromY + (toY - fromY) * n / steps)
    }

    Repeater {
        model: grid.asked ? grid.columns * grid.rows : 0

        Rectangle {
            required property int index

            x: Math.floor(index % grid.columns * grid.width / grid.columns)
            y: Math.floor(Math.floor(index / grid.columns) * grid.height / grid.rows)
            width: Math.ceil(grid.width / grid.columns)
            height: Math.ceil(grid.height / grid.rows)
            color: grid.painted[index] ? Theme.success : Theme.bg
            border.color: Theme.outline
            border.width: Theme.line
        }
    }
    Rectangle {
        anchors.centerIn: parent
        width: words.implicitWidth < words.width ? words.implicitWidth + 2 * Theme.pad : words.width + 2 * Theme.pad
        height: words.height + 2 * Theme.pad
        color: Theme.bg
    }
    Text {
        id: words

        anchors.centerIn: parent
        width: parent.width * 0.8
        horizontalAlignment: Text.AlignHCenter
        wrapMode: Text.Wrap
        color: Theme.text
        font.family: Theme.family
        font.pixelSize: Theme.body
        text: grid.asked ? Visit.plain(Visit.ask.prompt) : ""
    }
    MultiPointTouchArea {
        anchors.fill: parent
        mouseEnabled: true
        maximumTouchPoints: 10
        onPressed: points => points.forEach(point => grid.over(point.x, point.y))
        onUpdated: points => points.forEach(point => grid.along(point.previousX, point.previousY, point.x, point.y))
    }
}
