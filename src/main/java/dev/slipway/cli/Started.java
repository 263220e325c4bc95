package dev.slipway.cli;

import java.util.List;

/** Ends a command that has started, or decided, one thing: waits for it where that is wanted. */
record Started(Session session, Patience patience) {

  Exit end(Course course) {
    Printer printer = session.printer();
    Exit exit =
        patience.wait ? new Follow(session, 1).until(List.of(course), patience, false) : Exit.DONE;
    if (printer.json()) printer.document(course.document(exit));
    else printer.say(new ShowEnd(session).lines(course));
    return exit;
  }
}
