import QtQuick
import Kiosk

// The one page there is: content above (or left), the answer and what may be pressed below (or right).
Item {
    id: page

    property int turned: 0
    // What a picture beside the page takes of it: of a lying one at the left, of an upright one under the header.
    readonly property real aside: columns && signing.visible ? signing.width + Theme.gap : 0
    readonly property real above: !columns && signing.visible ? signing.height + Theme.mm(2) : 0
    readonly property real edge: Theme.margin + aside
    readonly property bool landscape: width > height
    readonly property bool low: Visit.settings.low === true
    // Low mode: nothing to press above 1100 mm from the floor.
    readonly property real reach: low ? Math.max(0, height - (1100 - Visit.mountMm) * Theme.ppm) : 0
    readonly property var split: sort(Visit.actions)
    readonly property bool asking: answer.kind !== "" && answer.kind !== "AskChoice"
    readonly property bool columns: landscape
    readonly property bool reading: !asking && split.cells.length === 0
    readonly property bool padded: split.cells.length > 0 && split.cells[0].id.startsWith("digit:")
    readonly property bool factual: (Visit.blocks || []).some(block => block.is === "Facts") && !asking
    readonly property bool tiled: split.cells.length > 0 && split.cells[0].role === "tile"
    readonly property real areaTop: columns ? header.height + Theme.mm(2) : titled.y + titled.height + Theme.gap
    readonly property real areaBottom: (Visit.upright && ears.height > 0 ? ears.y : bar.y) - Theme.gap
    readonly property real fullWidth: width - edge - Theme.margin
    // Beside a picture either column still has the room two page buttons need.
    readonly property real leastWidth: signing.visible ? 2 * Math.ceil(3.2 * Theme.body + 2 * Theme.pad) + Theme.gap : 0
    readonly property real contentWidth: columns ? Math.max(leastWidth, Math.min(fullWidth - leastWidth - 2 * Theme.gap, Math.floor(fullWidth * (tiled && Theme.textSize < 2 ? 0.26 : keyboarded || tiled ? 0.32 : padded ? 0.34 : reading ? 0.62 : factual ? 0.5 : 0.42)))) : fullWidth
    readonly property real panelX: columns ? edge + contentWidth + 2 * Theme.gap : edge
    readonly property real panelWidth: columns ? fullWidth - contentWidth - 2 * Theme.gap : fullWidth
    readonly property real contentTop: columns ? titled.y + titled.height + Theme.gap : areaTop
    // Beside what is read, unless the ways on need all the height there.
    readonly property bool pagerLeft: columns && (!reading || joined(foot.implicitHeight) + pager.implicitHeight > areaBottom - panelTop)
    readonly property real contentRoom: areaBottom - contentTop - (pagerLeft ? pagerRoom : 0) - (cellsLeft ? joined(cells.implicitHeight) : 0)
    readonly property real panelTop: columns ? Math.max(areaTop, reach) : areaTop
    readonly property bool keyboarded: answer.kind === "AskText"
    // A keyboard has keys of its own to take back what was written; the Screen's would be a second pair.
    readonly property bool typing: keyboarded && Visit.pinyin !== null && Visit.keyboard.toString() !== ""
    // Under a keyboard a lying glass has no height left for phrases to choose from: they stand under what is read, in
    // the largest text, one at a time, beside the way on.
    readonly property bool cellsLeft: columns && keyboarded && Theme.textSize < 3
    readonly property bool cellsBeside: columns && keyboarded && !cellsLeft && split.cells.length > 0
    readonly property real cellsWidth: cellsLeft ? contentWidth : cellsBeside ? (panelWidth - Theme.gap) / 2 : panelWidth

    readonly property real fixed: joined(asking ? answer.height : 0) + joined(foot.implicitHeight)
    readonly property real pagerRoom: pagerShown ? pager.implicitHeight + Theme.gap : 0
    readonly property real contentNeed: content.rows.length > 0 ? content.naturalHeight + Theme.gap : 0
    readonly property bool paged: cellsLeft ? contentNeed + cells.naturalHeight > areaBottom - contentTop : cellsBeside ? content.naturalHeight > areaBottom - contentTop || cells.pages > 1 : columns ? content.naturalHeight > areaBottom - contentTop || cells.naturalHeight > panelRoom(0) : contentNeed + cells.naturalHeight + fixed > areaBottom - areaTop || cells.naturalHeight > panelRoom(0)
    readonly property bool turning: split.up !== null || split.down !== null
    readonly property bool pagerShown: paged || turning
    readonly property int pages: paged ? Math.max(content.pages, cells.pages) : 1

    function joined(height: real): real {
        return height > 0 ? height + Theme.gap : 0
    }

    // Height left for the cells beside everything that does not page.
    function panelRoom(pagerHeight: real): real {
        const from = columns ? panelTop : Math.max(areaTop, reach)
        return areaBottom - from - fixed - (columns ? 0 : pagerHeight)
    }

    function sort(actions: var): var {
        const cells = [], main = [], rest = [], turns = {}
        // Beside a pad of keys, 没有手机 is a way out, not one more key.
        const pad = (actions || []).some(action => action.id.startsWith("digit:"))
        for (const action of actions || []) {
            if (action.id.startsWith("field:"))
                continue // fields of the touch test are the whole glass (TouchGrid)
            if (action.id === "page:up" || action.id === "page:down")
                turns[action.id] = action
            else if (action.role === "choice" && pad)
                rest.push(action)
            else if (action.role === "key" && keyboarded) {
                if (!typing)
                    rest.push(action)
            }
            else if (["tile", "choice", "key"].includes(action.role))
                cells.push(action)
            else if (action.role === "primary")
                main.push(action)
            else
                rest.push(action)
        }
        // Twelve keys make a pad; a thirteenth (全删掉) stands with the other ways on.
        if (pad && cells.length > 12)
            rest.push(...cells.splice(12))
        // Under tiles a lying glass has no room for three more rows in the largest size.
        const crowded = landscape && Theme.textSize === 3 && cells.length > 1
        const beside = landscape && Theme.textSize === 3 && keyboarded && cells.length > 0
        const many = rest.length > (beside ? 0 : crowded ? 2 : 3) && !pad
        return {
            cells: many ? cells.concat(rest) : cells,
            main: main,
            rest: many ? [] : rest,
            up: turns["page:up"] || null,
            down: turns["page:down"] || null
        }
    }

    // Up to six short answers become large pictures where the glass has the room for them.
    readonly property bool pictured: !tiled && !padded && !asking && split.cells.length > 1 && split.cells.length <= 6 && split.cells.every(action => action.role === "choice" && action.note === "" && action.enabled && action.label.length <= 6) && (columns ? 0 : contentNeed) + Math.ceil(split.cells.length / 2) * (pictureHeight + Theme.gap) + fixed <= areaBottom - Math.max(areaTop, reach)
    readonly property real pictureHeight: Theme.mm(28) + Theme.body * 1.5 + 2 * Theme.pad

    // As many columns as the longest label allows.
    function across(actions: var, room: real): int {
        // One key alone has the row to itself: it is the page's main press.
        if (actions.length <= 1)
            return 1
        if (actions[0].id.startsWith("digit:"))
            return 3
        const longest = Math.max(...actions.map(action => action.label.length))
        const note = actions.some(action => action.note !== "" || !action.enabled)
        if (pictured)
            return 2
        if (actions[0].role === "tile")
            // Four where the names still stand in one line, so that a whole group is seen at once.
            return actions.length === 1 ? 1 : !landscape || actions.length <= 4 ? 2 : actions.length > 6 && longest * Theme.body * 1.05 + 2 * Theme.pad <= (room - 3 * Theme.gap) / 4 ? 4 : 3
        if (note)
            return 1
        const need = Math.max(Theme.mm(longest <= 4 ? 30 : 60), longest * Theme.body * 1.05 + 2 * Theme.pad + (longest <= 4 ? 0 : Theme.icon + Theme.mm(3)))
        return Math.max(1, Math.min(longest <= 4 ? 4 : 2, Math.floor((room + Theme.gap) / (need + Theme.gap)), actions.length > 4 || longest <= 4 ? 4 : 1))
    }

    Connections {
        target: Visit
        function onShown() {
            if (page.shownKey !== Visit.key) {
                page.turned = 0
                page.byHand = false
                page.shownKey = Visit.key
            }
        }
        function onSpeakingChanged() {
            page.follow()
        }
    }
    property string shownKey: ""
    // Whoever has turned the page reads for herself; the voice no longer turns it.
    property bool byHand: false

    // The page being read is the page that shows, as long as no button moves under a finger because of it.
    function follow(): void {
        if (byHand || cells.pages > 1 || !paged)
            return
        const to = Visit.speaking < 0 ? 0 : content.pageSaying(Visit.speaking)
        if (to >= 0)
            turned = to
    }

    // On the first page the whole glass is the button.
    MouseArea {
        readonly property var lone: Visit.actions && Visit.actions.length === 1 && Visit.actions[0].role === "tile" ? Visit.actions[0] : null

        anchors.fill: parent
        enabled: lone !== null
        Accessible.ignored: true
        onClicked: Visit.pressed(lone.id)
    }
    PageHeader {
        id: header

        width: parent.width
        height: implicitHeight
    }
    Signing {
        id: signing

        x: page.columns ? Theme.margin : (page.width - width) / 2
        y: page.columns ? (page.areaBottom + header.height - height) / 2 : header.height + Theme.mm(2)
        glass: Qt.size(page.width, page.height)
        room: page.columns ? Theme.textSize < 2 && !page.keyboarded : Theme.textSize < 3 || !page.keyboarded
    }
    PageTitle {
        id: titled

        x: page.edge
        y: header.height + Theme.mm(2) + page.above
        width: page.contentWidth
        height: implicitHeight
    }
    ContentPager {
        id: content

        x: page.edge
        y: page.contentTop
        width: page.contentWidth
        maxHeight: page.columns ? page.contentRoom : page.paged ? page.panel0 - page.contentTop - Theme.gap : 100000
        height: Math.min(maxHeight, naturalHeight)
        page: page.turned
    }
    // What the page is about, in the room nobody else needs: above what may be pressed, or under what is read.
    Scene {
        readonly property real from: content.rows.length > 0 ? content.y + content.height + Theme.gap : page.contentTop
        readonly property real to: page.columns ? page.contentTop + page.contentRoom : Math.max(from, (page.pagerShown ? pager.y : page.asking ? answer.y : page.panel0) - Theme.gap)

        signing: signing.visible
        x: page.edge
        y: from
        width: page.contentWidth
        height: page.paged ? 0 : Math.max(0, to - from)
    }
    // Where the stack of things to press begins when the page is one column.
    readonly property real panel0: areaBottom - joined(cells.implicitHeight) - fixed - pagerRoom + Theme.gap

    PagerRow {
        id: pager

        visible: page.pages > 1 || page.turning
        x: page.pagerLeft ? page.edge : page.panelX
        width: page.pagerLeft ? page.contentWidth : page.panelWidth
        height: implicitHeight
        y: page.pagerLeft ? page.areaBottom - height : page.panel0
        page: Math.min(page.turned, page.pages - 1)
        pages: page.pages
        up: page.split.up
        down: page.split.down
        onTurned: to => {
            page.byHand = true
            page.turned = to
        }
    }
    AskView {
        id: answer

        x: page.panelX
        width: page.panelWidth
        height: page.asking ? implicitHeight : 0
        y: page.columns ? page.panelTop : page.panel0 + page.pagerRoom
        spare: page.columns ? page.areaBottom - page.panelTop - page.joined(foot.implicitHeight) - page.joined(cells.naturalHeight) : page.areaBottom - Math.max(page.areaTop, page.reach) - page.contentNeed - page.joined(foot.implicitHeight) - page.joined(cells.naturalHeight)
    }
    ActionGrid {
        id: cells

        x: page.cellsLeft ? page.edge : page.cellsBeside ? page.panelX + page.cellsWidth + Theme.gap : page.panelX
        width: page.cellsWidth
        height: implicitHeight
        y: page.cellsLeft ? page.areaBottom - page.pagerRoom - height : page.cellsBeside ? page.areaBottom - height : (page.columns ? page.panelTop : page.panel0 + page.pagerRoom) + page.joined(page.asking ? answer.height : 0)
        model: page.split.cells
        columns: page.across(page.split.cells, page.cellsWidth)
        stretch: !page.cellsLeft && !page.cellsBeside
        big: page.pictured
        maxHeight: {
            if (page.cellsBeside)
                return cells.cellNatural
            // Without the pager's room, which in columns is not taken from here: asked for, it would be asked for again
            // by the pages it leads to.
            if (page.columns && !page.cellsLeft)
                return page.panelRoom(0)
            const room = page.cellsLeft ? page.areaBottom - Math.max(page.contentTop, page.reach) - page.pagerRoom : page.panelRoom(page.pagerRoom)
            const wanted = page.paged ? Math.max(room - page.contentNeed, room * 0.5) : room - page.contentNeed
            return Math.min(room, wanted)
        }
        page: page.turned
    }
    Foot {
        id: foot

        x: page.panelX
        width: page.cellsBeside ? page.cellsWidth : page.panelWidth
        height: implicitHeight
        y: page.areaBottom - height
        main: page.split.main
        rest: page.split.rest
        inRow: page.columns && !page.reading && main.length + rest.length <= 3
    }
    EarLine {
        id: ears

        // On a lying glass height is dear: it stands in the first line, where the hall's name was.
        x: Visit.upright ? Theme.margin : Theme.mm(4)
        width: Visit.upright ? page.fullWidth : parent.width * 0.32
        height: implicitHeight
        y: Visit.upright ? bar.y - height - Theme.mm(2) : Theme.mm(1)
    }
    AlwaysBar {
        id: bar

        width: parent.width
        height: implicitHeight
        y: parent.height - height
    }
}
