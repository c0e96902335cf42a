import QtQuick
import Kiosk

// The answer so far, and the Chinese keyboard under it.
Column {
    id: answer

    spacing: Theme.gap

    AnswerField {
        width: parent.width
    }
    Loader {
        id: keyboard

        width: parent.width
        active: Visit.keyboard.toString() !== "" && Visit.pinyin !== null
        source: active ? Visit.keyboard : ""
    }
}
