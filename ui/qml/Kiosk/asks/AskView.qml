pragma ComponentBehavior: Bound
import QtQuick
import Kiosk

// Where the answer appears: a field, a card place, a sheet to sign, a keyboard. The keys themselves are actions.
Loader {
    id: view

    readonly property string kind: Visit.ask ? Visit.ask.is : ""
    property real spare: 0

    visible: kind !== "" && kind !== "AskChoice"
    sourceComponent: {
        switch (kind) {
        case "AskDigits":
        case "AskPin":
        case "AskDate":
            return field
        case "AskText":
            return text
        case "AskCard":
            return card
        case "AskSignature":
            return signature
        case "AskChart":
            return chart
        default:
            return null
        }
    }

    Component {
        id: field

        AnswerField {}
    }
    Component {
        id: text

        TextAnswer {}
    }
    Component {
        id: card

        CardPlace {
            spare: view.spare
        }
    }
    Component {
        id: chart

        TestChart {}
    }
    Component {
        id: signature

        SignatureSheet {
            spare: view.spare
        }
    }
}
