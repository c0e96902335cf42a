pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Controls.Basic

// A tool for developers and trainers, not for residents: pixels, a mouse, and many small buttons are right here.
Window {
    id: window

    required property var dock

    width: 560
    height: 1000
    minimumWidth: 480
    title: "模拟设备"
    color: "#EEF1F5"

    component Title: Text {
        font.family: "Noto Sans CJK SC"
        font.pixelSize: 17
        font.bold: true
        color: "#1A1A1A"
        topPadding: 6
    }

    component Chip: Button {
        id: chip

        property bool on: false

        font.family: "Noto Sans CJK SC"
        font.pixelSize: 15
        leftPadding: 12
        rightPadding: 12
        implicitHeight: 36
        Accessible.name: text
        contentItem: Text {
            text: chip.text
            font: chip.font
            color: !chip.enabled ? "#5C6470" : chip.on ? "#FFFFFF" : "#1A1A1A"
            verticalAlignment: Text.AlignVCenter
            horizontalAlignment: Text.AlignHCenter
        }
        background: Rectangle {
            radius: 6
            color: chip.on ? "#0A3680" : chip.down ? "#DCE7FA" : "#FFFFFF"
            border.width: chip.activeFocus ? 2 : 1
            border.color: chip.activeFocus ? "#0A3680" : "#4A5568"
        }
    }

    Rectangle {
        id: stamp

        width: parent.width
        height: 44
        color: "#553500"

        Text {
            anchors.verticalCenter: parent.verticalCenter
            x: 14
            text: "模拟"
            font.family: "Noto Sans CJK SC"
            font.pixelSize: 22
            font.bold: true
            color: "#FFFFFF"
        }
        Text {
            objectName: "time"
            anchors.verticalCenter: parent.verticalCenter
            anchors.right: parent.right
            anchors.rightMargin: 14
            text: window.dock.time
            font.family: "Noto Sans CJK SC"
            font.pixelSize: 16
            color: "#FFFFFF"
        }
    }

    Flickable {
        anchors.top: stamp.bottom
        anchors.bottom: answer.top
        width: parent.width
        contentHeight: all.height + 24
        clip: true
        ScrollBar.vertical: ScrollBar {}

        Column {
            id: all

            x: 14
            width: parent.width - 28
            spacing: 8

            Title {
                text: "身份证"
                visible: window.dock.hasReader
            }
            Flow {
                width: parent.width
                spacing: 6
                visible: window.dock.hasReader

                Repeater {
                    model: window.dock.people

                    Chip {
                        required property var modelData

                        objectName: "card:" + modelData.name
                        text: modelData.label
                        on: window.dock.card === modelData.name
                        onClicked: window.dock.order(on ? ["card", "lift"] : ["card", "lay", modelData.name])
                    }
                }
                Chip {
                    objectName: "lift"
                    text: "拿走"
                    enabled: window.dock.card !== ""
                    onClicked: window.dock.order(["card", "lift"])
                }
            }

            Title {
                text: "网络和按键"
            }
            Flow {
                width: parent.width
                spacing: 6

                Chip {
                    objectName: "line:cut"
                    visible: window.dock.hasLine
                    text: window.dock.lineCut ? "接上网络" : "断网"
                    on: window.dock.lineCut
                    onClicked: window.dock.order(["line", window.dock.lineCut ? "restore" : "cut"])
                }
                Chip {
                    objectName: "line:silent"
                    visible: window.dock.hasLine
                    text: "断网，没有回音"
                    onClicked: window.dock.order(["line", "cut", "silent"])
                }
                Chip {
                    objectName: "line:slow"
                    visible: window.dock.hasLine
                    text: "网络慢两秒"
                    onClicked: window.dock.order(["line", "slow", "1"])
                }
                Chip {
                    objectName: "line:fast"
                    visible: window.dock.hasLine
                    text: "网络不慢"
                    onClicked: window.dock.order(["line", "slow", "0"])
                }
                Chip {
                    objectName: "headphones"
                    text: window.dock.headphones ? "拔耳机" : "插耳机"
                    on: window.dock.headphones
                    onClicked: window.dock.plugHeadphones(!window.dock.headphones)
                }
                Chip {
                    objectName: "staff"
                    text: "工作人员钥匙"
                    onClicked: window.dock.turnStaffKey()
                }
            }

            Title {
                text: "小票打印机"
                visible: window.dock.hasPrinter
            }
            Flow {
                width: parent.width
                spacing: 6
                visible: window.dock.hasPrinter

                Chip {
                    objectName: "printer:refill"
                    text: "换新纸"
                    onClicked: window.dock.order(["printer", "refill"])
                }
                Chip {
                    objectName: "printer:close-cover"
                    text: "合上盖子"
                    onClicked: window.dock.order(["printer", "close-cover"])
                }
                Chip {
                    objectName: "printer:mend"
                    text: "全都修好"
                    onClicked: window.dock.order(["printer", "mend"])
                }
                Repeater {
                    model: window.dock.printerFaults

                    Chip {
                        required property var modelData

                        objectName: "printer:" + modelData.name
                        text: modelData.label
                        on: window.dock.activePrinterFaults.includes(modelData.name)
                        onClicked: window.dock.order(["printer", "fault", modelData.name])
                    }
                }
            }

            Title {
                text: "对它说"
            }
            TextField {
                objectName: "say"
                width: parent.width
                placeholderText: "我要交电费（回车）"
                font.family: "Noto Sans CJK SC"
                font.pixelSize: 16
                Accessible.name: "对它说"
                onAccepted: {
                    window.dock.order(["voice", "say", text])
                    clear()
                }
            }

            Title {
                text: window.dock.papers === 0 ? "还没有打出小票" : "最后一张小票（共 " + window.dock.papers + " 张）"
                visible: window.dock.hasPrinter
            }
            Image {
                objectName: "paper"
                visible: window.dock.papers > 0
                width: Math.min(parent.width, 400)
                fillMode: Image.PreserveAspectFit
                source: window.dock.papers > 0 ? "image://paper/" + window.dock.papers : ""
                Accessible.name: "最后一张小票"
            }

            Title {
                text: "读卡器"
                visible: window.dock.hasReader
            }
            Flow {
                width: parent.width
                spacing: 6
                visible: window.dock.hasReader

                Chip {
                    objectName: "reader:unplug"
                    text: "拔线"
                    onClicked: window.dock.order(["reader", "unplug"])
                }
                Chip {
                    objectName: "reader:replug"
                    text: "插线"
                    onClicked: window.dock.order(["reader", "replug"])
                }
                Repeater {
                    model: window.dock.readerFaults

                    Chip {
                        required property var modelData

                        objectName: "reader:" + modelData.name
                        text: modelData.label
                        on: window.dock.readerFault === modelData.name
                        onClicked: window.dock.order(["reader", "fault", on ? "none" : modelData.name])
                    }
                }
            }

            Repeater {
                model: window.dock.parts

                Column {
                    id: part

                    required property var modelData
                    readonly property string fault: window.dock.partFaults[modelData.name] || ""

                    width: all.width
                    spacing: 8

                    Title {
                        text: part.modelData.title
                    }
                    Flow {
                        width: parent.width
                        spacing: 6

                        Repeater {
                            model: part.modelData.tries

                            Chip {
                                required property var modelData

                                objectName: modelData.order.join(":")
                                text: modelData.label
                                onClicked: window.dock.order(modelData.order)
                            }
                        }
                        Chip {
                            objectName: part.modelData.name + ":unplug"
                            text: "拔线"
                            onClicked: window.dock.order([part.modelData.name, "unplug"])
                        }
                        Chip {
                            objectName: part.modelData.name + ":replug"
                            text: "插线"
                            onClicked: window.dock.order([part.modelData.name, "replug"])
                        }
                        Repeater {
                            model: part.modelData.faults

                            Chip {
                                required property var modelData

                                objectName: part.modelData.name + ":" + modelData.name
                                text: modelData.label
                                on: part.fault === modelData.name
                                onClicked: window.dock.order([part.modelData.name, "fault", on ? "none" : modelData.name])
                            }
                        }
                    }
                }
            }
        }
    }

    Rectangle {
        id: answer

        anchors.bottom: parent.bottom
        width: parent.width
        height: 44
        color: "#FFFFFF"

        Text {
            objectName: "said"
            anchors.verticalCenter: parent.verticalCenter
            x: 14
            width: parent.width - 28
            elide: Text.ElideRight
            text: window.dock.said
            font.family: "Noto Sans CJK SC"
            font.pixelSize: 16
            color: "#1A1A1A"
        }
    }
}
