pragma ComponentBehavior: Bound
import QtQuick
import Kiosk

// The page's rows, whole rows only: what does not fit waits on the next page.
Item {
    id: pager

    property int page: 0
    property real maxHeight: 100000
    property int revision: 0
    readonly property var rows: Visit.rows
    // Which slot shows a row, and which row a slot shows; a slot keeps to one kind of row.
    property var slotOf: []
    property var shown: []
    readonly property var plan: pack(revision, maxHeight)
    readonly property int pages: plan.pages
    readonly property real naturalHeight: whole(revision)

    onRowsChanged: place()

    function place(): void {
        const free = {}
        for (let i = 0; i < slots.count; i++)
            free[slots.get(i).kind] = (free[slots.get(i).kind] ?? []).concat(i)
        const places = rows.map(row => {
            if (free[row.kind]?.length)
                return free[row.kind].shift()
            slots.append({
                kind: row.kind
            })
            return slots.count - 1
        })
        const shown = new Array(slots.count).fill(null)
        places.forEach((slot, i) => shown[slot] = rows[i])
        slotOf = places
        pager.shown = shown
        relay()
    }

    function relay(): void {
        if (!Visit.changing)
            revision++
    }

    function space(row: var, above: var): real {
        if (!above)
            return 0
        return row.group === above.group ? row.kind === "paper" ? 0 : Theme.mm(2) : Theme.paragraph
    }

    function tall(row: int): real {
        return rowViews.itemAt(slotOf[row])?.implicitHeight ?? 0
    }

    function whole(_: int): real {
        return slotOf.reduce((sum, _, i) => sum + space(rows[i], rows[i - 1]) + tall(i), 0)
    }

    // What a heading draws with it: everything up to the first row that is none.
    function ledBy(row: int): real {
        let high = 0
        for (let i = row; rows[i].heading === true && i + 1 < rows.length; i++)
            high += space(rows[i + 1], rows[i]) + tall(i + 1)
        return high
    }

    // On which page a sentence stands, -1 when it stands on none.
    function pageSaying(sentence: int): int {
        const row = rows.findIndex(row => row.spoken === sentence)
        return row < 0 ? -1 : plan.pageOf[slotOf[row]] ?? -1
    }

    // Where each slot stands and on which page.
    function pack(_: int, room: real): var {
        const tops = {}, pageOf = {}
        let y = 0, page = 0
        slotOf.forEach((slot, i) => {
            const before = space(rows[i], rows[i - 1]), high = tall(i)
            // A heading never stands alone at a page's end: it goes with the first thing it is about.
            const led = ledBy(i)
            if (y > 0 && y + before + high + led > room) {
                page++
                y = 0
            } else if (y > 0) {
                y += before
            }
            tops[slot] = y
            pageOf[slot] = page
            y += high
        })
        return {
            tops: tops,
            pageOf: pageOf,
            pages: page + 1
        }
    }

    Connections {
        target: Visit
        function onChangingChanged() {
            pager.relay()
        }
    }
    Repeater {
        id: rowViews

        model: ListModel {
            id: slots
        }
        delegate: RowView {
            required property int index

            row: pager.shown[index] ?? Rows.none
            width: pager.width
            y: pager.plan.tops[index] ?? 0
            visible: pager.plan.pageOf[index] === Math.min(pager.page, pager.pages - 1)
            onImplicitHeightChanged: pager.relay()
        }
    }
}
