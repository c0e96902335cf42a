pragma ComponentBehavior: Bound
import QtQuick
import Kiosk

// One row of a page's content; `kind` says which, for good. While it is spoken a bar stands at its left, a tint behind it.
Loader {
    id: view

    required property string kind
    required property var row
    readonly property bool lit: row.spoken >= 0 && row.spoken === Visit.speaking

    sourceComponent: {
        switch (kind) {
        case "notice":
            return notice
        case "fact":
            return fact
        case "bullet":
            return bullet
        case "big":
            return big
        case "picture":
            return picture
        case "progress":
            return progress
        case "paper":
            return paper
        case "talk":
            return talk
        case "live":
            return live
        default:
            return sentence
        }
    }

    Rectangle {
        visible: view.lit
        anchors.fill: parent
        anchors.leftMargin: -Theme.mm(4)
        z: -1
        color: Theme.tint
        radius: Theme.mm(1)

        Rectangle {
            width: Theme.mm(1.5)
            height: parent.height
            color: Theme.primary
        }
    }

    Component {
        id: sentence

        SentenceRow {
            row: view.row
        }
    }
    Component {
        id: notice

        NoticeRow {
            row: view.row
        }
    }
    Component {
        id: fact

        FactRow {
            row: view.row
        }
    }
    Component {
        id: bullet

        BulletRow {
            row: view.row
        }
    }
    Component {
        id: big

        BigRow {
            row: view.row
        }
    }
    Component {
        id: picture

        PictureRow {
            row: view.row
        }
    }
    Component {
        id: progress

        ProgressRow {
            row: view.row
        }
    }
    Component {
        id: paper

        PaperRow {
            row: view.row
        }
    }
    Component {
        id: live

        LiveRow {
            row: view.row
        }
    }
    Component {
        id: talk

        TalkRow {
            row: view.row
        }
    }
}
