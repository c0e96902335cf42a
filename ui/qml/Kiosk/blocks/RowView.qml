pragma ComponentBehavior: Bound
import QtQuick
import Kiosk

// One row of a page's content; `row.kind` says which.
Loader {
    id: view

    required property var row

    sourceComponent: {
        switch (row.kind) {
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
        default:
            return sentence
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
}
