import QtQuick
import Kiosk

// The guide who signs, beside the page that is open: a little more than a sixth of the glass (RTC-08). A keyboard, or large
// letters on a lying glass, leave no such room: there the picture has its own page (看画面).
LivePicture {
    required property size glass
    required property bool room

    objectName: "signing"
    visible: room && Visit.beside !== null && Visit.beside.sign === true
    height: Math.ceil(Math.sqrt(glass.width * glass.height / 5.9 * 3 / 4)) + 2 * border.width
    width: Math.ceil(height * 4 / 3)
    text: Visit.beside !== null ? Visit.beside.text : ""
}
