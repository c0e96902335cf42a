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

    function tallest(_: int): real {
        let height = 0
        for (let i = 0; i < cells.count; i++) {
            const cell = cells.itemAt(i)
            if (cell)
                height = Math.max(height, cell.implicitHeight)
        }
        return Math.ceil(height)
    }

    implicitHeight: rowsShown > 0 ? rowsShown * (cellHeight + Theme.gap) - Theme.gap : 0

    Repeater {
        id: cells

        model: grid.model
        onItemAdded: grid.revision++
        onItemRemoved: grid.revision++

        delegate: ActionButton {
            required property var modelData
            required property int index
            readonly property int row: Math.floor(index / grid.columns)

            offer: modelData
            big: grid.big
            width: grid.cellWidth
            height: grid.cellHeight
            x: (index % grid.columns) * (grid.cellWidth + Theme.gap)
            y: (row % grid.rowsPer) * (grid.cellHeight + Theme.gap)
            visible: Math.floor(row / grid.rowsPer) === Math.min(grid.page, grid.pages - 1)
            onImplicitHeightChanged: grid.revision++
        }
    }
}
