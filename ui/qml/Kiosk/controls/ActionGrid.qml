pragma ComponentBehavior: Bound
import QtQuick
import Kiosk

// Actions in even cells, as many rows as fit; the rest wait on further pages.
Item {
    id: grid

    property var model: []
    property int columns: 1
    property real maxHeight: 100000
    property bool stretch: false
    property bool big: false
    property int page: 0
    property int revision: 0
    readonly property int rows: Math.ceil(model.length / columns)
    readonly property real cellWidth: (width - (columns - 1) * Theme.gap) / columns
    readonly property real cellNatural: tallest(revision)
    readonly property real naturalHeight: rows > 0 ? rows * (cellNatural + Theme.gap) - Theme.gap : 0
    readonly property int rowsPer: Math.max(1, Math.floor((maxHeight + Theme.gap) / (cellNatural + Theme.gap)))
    readonly property int pages: Math.max(1, Math.ceil(rows / rowsPer))
    readonly property int rowsShown: Math.min(rowsPer, rows)
    readonly property real cellHeight: stretch && pages === 1 && rows > 0 ? Math.max(cellNatural, Math.min(cellNatural * (model.length === 1 ? 3 : 1.6), (maxHeight + Theme.gap) / rows - Theme.gap)) : cellNatural

    onModelChanged: {
        slots.hold(model.length)
        relay()
    }

    function relay(): void {
        if (!Visit.changing)
            revision++
    }

    function tallest(_: int): real {
        let height = 0
        for (let i = 0; i < model.length; i++)
            height = Math.max(height, cells.itemAt(i)?.implicitHeight ?? 0)
        return Math.ceil(height)
    }

    implicitHeight: rowsShown > 0 ? rowsShown * (cellHeight + Theme.gap) - Theme.gap : 0

    Connections {
        target: Visit
        function onChangingChanged() {
            grid.relay()
        }
    }
    Repeater {
        id: cells

        model: Slots {
            id: slots
        }
        delegate: ActionButton {
            required property int index
            readonly property int row: Math.floor(index / grid.columns)
            readonly property bool used: index < grid.model.length

            offer: used ? grid.model[index] : none
            big: grid.big
            width: grid.cellWidth
            height: grid.cellHeight
            x: (index % grid.columns) * (grid.cellWidth + Theme.gap)
            y: (row % grid.rowsPer) * (grid.cellHeight + Theme.gap)
            visible: used && Math.floor(row / grid.rowsPer) === Math.min(grid.page, grid.pages - 1)
            onImplicitHeightChanged: grid.relay()
        }
    }
}
