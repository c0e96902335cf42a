pragma ComponentBehavior: Bound
import QtQuick
import Kiosk

// A sheet to sign on with a finger. Each stroke is a list of points; Python turns them into a picture.
Rectangle {
    id: sheet

    property real spare: 0
    property list<var> strokes: []
    property var current: []

    objectName: "signature"
    implicitHeight: Math.max(Theme.mm(45), Math.min(Theme.mm(110), spare))
    radius: Theme.radius
    color: Theme.bg
    border.width: Theme.mm(1)
    border.color: Theme.primary
    Accessible.role: Accessible.Canvas
    readonly property bool write: Visit.ask && Visit.ask.write === true

    Accessible.name: write ? "写字处，用手指写" : "签名处，用手指写名字"

    // A cleared signature is known by the Screen saying it is not signed any more.
    readonly property bool signed: Visit.ask && Visit.ask.signed === true
    onSignedChanged: if (!signed) {
        sheet.strokes = []
        canvas.requestPaint()
    }

    Words {
        visible: sheet.strokes.length === 0 && sheet.current.length === 0
        anchors.centerIn: parent
        text: sheet.write ? Visit.plain(Visit.ask.prompt) : sheet.signed ? "已签名" : "在这里签名"
        color: Theme.text2
        Accessible.ignored: true
    }
    Canvas {
        id: canvas

        anchors.fill: parent
        anchors.margins: Theme.mm(1)
        onPaint: {
            const pen = getContext("2d")
            pen.clearRect(0, 0, width, height)
            pen.strokeStyle = Theme.text.toString()
            pen.lineWidth = Theme.mm(1.4)
            pen.lineCap = "round"
            pen.lineJoin = "round"
            for (const stroke of sheet.strokes.concat([sheet.current])) {
                pen.beginPath()
                stroke.forEach((point, i) => i === 0 ? pen.moveTo(point.x, point.y) : pen.lineTo(point.x, point.y))
                if (stroke.length === 1)
                    pen.lineTo(stroke[0].x + 1, stroke[0].y)
                pen.stroke()
            }
        }
    }
    MouseArea {
        anchors.fill: canvas
        preventStealing: true
        Accessible.ignored: true
        onPressed: mouse => {
            sheet.current = [Qt.point(mouse.x, mouse.y)]
            canvas.requestPaint()
        }
        onPositionChanged: mouse => {
            sheet.current.push(Qt.point(mouse.x, mouse.y))
            canvas.requestPaint()
        }
        onReleased: {
            sheet.strokes = sheet.strokes.concat([sheet.current])
            sheet.current = []
            Visit.signedBy(sheet.strokes, Qt.size(canvas.width, canvas.height))
        }
        onCanceled: {
            sheet.current = []
            canvas.requestPaint()
        }
    }
}
