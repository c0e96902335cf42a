import QtQuick
import Kiosk

// One line of a list; its sign says done, still to do or missing by shape.
Item {
    id: bullet

    required property var row
    readonly property var signs: ({
            done: "tick",
            todo: "dot",
            missing: "cross"
        })

    implicitHeight: Math.max(sign.height, label.implicitHeight)

    Pictogram {
        id: sign

        side: Theme.mm(Theme.bodyMm * 1.1)
        y: Math.max(0, (Theme.body * 1.5 - side) / 2)
        name: bullet.signs[bullet.row.mark] || "dot"
        ink: bullet.row.mark === "missing" ? Theme.danger : bullet.row.mark === "done" ? Theme.success : Theme.primary
    }
    Words {
        id: label

        x: sign.side + Theme.mm(3)
        width: parent.width - x
        text: bullet.row.text
        sensitive: bullet.row.personal
    }
}
