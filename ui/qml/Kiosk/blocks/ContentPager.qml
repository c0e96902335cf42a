pragma ComponentBehavior: Bound
import QtQuick
import Kiosk

// The page's rows, whole rows only: what does not fit waits on the next page.
Item {
    id: pager

    property int page: 0
    property real maxHeight: 100000
    property int revision: 0
    readonly property list<var> rows: Rows.of(Visit.notices, Visit.say, Visit.blocks, Visit.ask, Visit.title)
    readonly property var plan: pack(revision, maxHeight)
    readonly property int pages: plan.pages
    readonly property real naturalHeight: whole(revision)

    // Asks the rows themselves: while they are being replaced they are the only truth.
    function space(view: RowView, above: RowView): real {
        if (!above)
            return 0
        const same = view.row.group === above.row.group
        return same ? view.row.kind === "paper" ? 0 : Theme.mm(2) : Theme.paragraph
    }

    function views(_: int): list<var> {
        const found = []
        for (let i = 0; i < rowViews.count; i++) {
            const view = rowViews.itemAt(i)
            if (view)
                found.push(view)
        }
        return found
    }

    function whole(revision: int): real {
        const all = views(revision)
        return all.reduce((height, view, i) => height + space(view, all[i - 1]) + view.implicitHeight, 0)
    }

    function pack(revision: int, room: real): var {
        const all = views(revision), tops = [], pages = []
        let y = 0, page = 0
        all.forEach((view, i) => {
            const before = space(view, all[i - 1])
            if (y > 0 && y + before + view.implicitHeight > room) {
                page++
                y = 0
            } else if (y > 0) {
                y += before
            }
            tops.push(y)
            pages.push(page)
            y += view.implicitHeight
        })
        return {
            tops: tops,
            pageOf: pages,
            pages: page + 1
        }
    }

    Repeater {
        id: rowViews

        model: pager.rows
        onItemAdded: pager.revision++
        onItemRemoved: pager.revision++

        delegate: RowView {
            required property var modelData
            required property int index

            row: modelData
            width: pager.width
            y: pager.plan.tops[index] || 0
            visible: pager.plan.pageOf[index] === Math.min(pager.page, pager.pages - 1)
            onImplicitHeightChanged: pager.revision++
        }
    }
}
