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

    function space(index: int): real {
        if (index === 0)
            return 0
        const same = pager.rows[index].group === pager.rows[index - 1].group
        return same ? pager.rows[index].kind === "paper" ? 0 : Theme.mm(2) : Theme.paragraph
    }

    function whole(_: int): real {
        let height = 0
        for (let i = 0; i < rowViews.count; i++) {
            const view = rowViews.itemAt(i)
            height += space(i) + (view ? view.implicitHeight : 0)
        }
        return height
    }

    function pack(_: int, room: real): var {
        const tops = [], pages = []
        let y = 0, page = 0
        for (let i = 0; i < rowViews.count; i++) {
            const view = rowViews.itemAt(i)
            const height = view ? view.implicitHeight : 0
            const before = space(i)
            if (y > 0 && y + before + height > room) {
                page++
                y = 0
            } else if (y > 0) {
                y += before
            }
            tops.push(y)
            pages.push(page)
            y += height
        }
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
