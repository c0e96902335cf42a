pragma ComponentBehavior: Bound
import QtQuick
import Kiosk

// Large buttons instead of scrolling.
Item {
    id: pager

    property int page: 0
    property int pages: 1
    signal turned(int to)
    readonly property bool narrow: width < 2 * (3 * Theme.body + Theme.icon + 2 * Theme.pad) + Theme.mm(40)

    implicitHeight: Math.max(Theme.target, before.implicitHeight)

    component PageButton: ActionButton {
        height: pager.height
        width: pager.narrow ? Math.floor((pager.width - Theme.gap) / 2) : Math.floor(pager.width * 0.36)
        description: "现在第" + (pager.page + 1) + "页，共" + pager.pages + "页"
    }
    PageButton {
        id: before

        offer: ({ id: "page:before", label: "上一页", pictogram: "page_left", role: "choice", note: "", chosen: false, enabled: true, why_not: "" })
        visible: pager.page > 0
        onClicked: pager.turned(pager.page - 1)
    }
    Words {
        visible: !pager.narrow
        anchors.centerIn: parent
        text: (pager.page + 1) + " / " + pager.pages
        font.pixelSize: Theme.bar
        Accessible.name: "第" + (pager.page + 1) + "页，共" + pager.pages + "页"
    }
    PageButton {
        offer: ({ id: "page:after", label: "下一页", pictogram: "page_right", role: "choice", note: "", chosen: false, enabled: true, why_not: "" })
        anchors.right: parent.right
        visible: pager.page < pager.pages - 1
        onClicked: pager.turned(pager.page + 1)
    }
}
