pragma ComponentBehavior: Bound
import QtQuick
import Kiosk

// Large buttons instead of scrolling. Past the last part of this page they turn the session's own pages.
Item {
    id: pager

    property int page: 0
    property int pages: 1
    property var up: null
    property var down: null
    readonly property bool inner: pages > 1
    signal turned(int to)
    readonly property bool back: page > 0 || up !== null
    readonly property bool on: page < pages - 1 || down !== null
    readonly property bool narrow: width < 2 * (3 * Theme.body + Theme.icon + 2 * Theme.pad) + Theme.mm(40)

    // Its own, not its buttons': whether they have room for a sign depends on the width this height leads to.
    implicitHeight: Math.max(Theme.target, Theme.icon + 2 * Theme.pad, Math.ceil(Theme.body * 1.4) + 2 * Theme.pad)

    function leave(actionId: string): void {
        pager.turned(0)
        Visit.pressed(actionId)
    }

    component PageButton: ActionButton {
        own: true
        height: pager.height
        // Alone in a narrow column it keeps the room for its sign.
        width: pager.narrow ? Math.floor(pager.back && pager.on ? (pager.width - Theme.gap) / 2 : pager.width * 0.6) : Math.floor(pager.width * 0.36)
        description: pager.inner ? "现在第" + (pager.page + 1) + "页，共" + pager.pages + "页" : ""
    }
    PageButton {
        offer: ({ id: pager.page > 0 || !pager.up ? "page:before" : pager.up.id, label: "上一页", pictogram: "page_left", role: "choice", note: "", chosen: false, enabled: true, why_not: "" })
        visible: pager.back
        onPressedHere: pager.page > 0 ? pager.turned(pager.page - 1) : pager.leave(pager.up.id)
    }
    Words {
        visible: !pager.narrow && pager.inner
        anchors.centerIn: parent
        text: (pager.page + 1) + " / " + pager.pages
        font.pixelSize: Theme.bar
        Accessible.name: "第" + (pager.page + 1) + "页，共" + pager.pages + "页"
    }
    PageButton {
        offer: ({ id: pager.page < pager.pages - 1 || !pager.down ? "page:after" : pager.down.id, label: "下一页", pictogram: "page_right", role: "choice", note: "", chosen: false, enabled: true, why_not: "" })
        anchors.right: parent.right
        visible: pager.on
        onPressedHere: pager.page < pager.pages - 1 ? pager.turned(pager.page + 1) : pager.leave(pager.down.id)
    }
}
