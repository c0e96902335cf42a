import QtQuick

// Places for a Repeater that are filled anew and never built anew: building items is what makes a page slow to come.
ListModel {
    id: slots

    function hold(count: int): void {
        while (slots.count < count)
            slots.append({})
    }
}
