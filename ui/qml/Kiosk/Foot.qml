import QtQuick
import Kiosk

// The way on, wide and first; the other ways under it, or all in one row on a wide page.
Item {
    id: foot

    property var main: []
    property var rest: []
    property bool inRow: false
    readonly property bool oneRow: inRow && (width - (main.length + rest.length - 1) * Theme.gap) / Math.max(1, main.length + rest.length) >= longest * Theme.body + 2 * Theme.pad
    readonly property int longest: main.concat(rest).reduce((most, offer) => Math.max(most, offer.label.length), 0)

    implicitHeight: mainGrid.implicitHeight + (mainGrid.implicitHeight > 0 && restGrid.implicitHeight > 0 ? Theme.gap : 0) + restGrid.implicitHeight

    ActionGrid {
        id: mainGrid

        width: parent.width
        height: implicitHeight
        model: foot.oneRow ? foot.main.concat(foot.rest) : foot.main
        columns: Math.max(1, foot.oneRow ? model.length : 1)
    }
    ActionGrid {
        id: restGrid

        y: mainGrid.implicitHeight > 0 ? mainGrid.implicitHeight + Theme.gap : 0
        width: parent.width
        height: implicitHeight
        model: foot.oneRow ? [] : foot.rest
        columns: Math.max(1, Math.min((width - Theme.gap) / 2 >= foot.longest * Theme.body * 1.02 + 2 * Theme.pad ? 2 : 1, model.length))
    }
}
