package dev.slipway.cli;

import java.util.List;
import picocli.CommandLine.Mixin;
import tools.jackson.databind.JsonNode;

/** A command that shows a list of the API, a row for each item. */
abstract class ListCommand extends ClientCommand {

  @Mixin Limit limit = new Limit();

  private final String[] headings;

  ListCommand(Shell shell, String... headings) {
    super(shell);
    this.headings = headings;
  }

  /** Where the list is. */
  abstract Route route(Session session);

  /** The items to show, newest first. */
  List<JsonNode> items(Session session) {
    return session.api().list(route(session), limit.most);
  }

  /** The cells of an item. */
  abstract List<String> row(JsonNode item, Printer printer);

  /** What is said below the table. */
  List<String> notes() {
    return List.of();
  }

  /** What is said where there is none. */
  abstract String none();

  @Override
  Exit run(Session session) {
    List<JsonNode> items = items(session);
    Printer printer = session.printer();
    if (printer.json()) {
      printer.items(items);
      return Exit.DONE;
    }
    Table table = new Table(printer.paint(), headings);
    for (JsonNode item : items) table.row(row(item, printer));
    printer.table(table, none());
    printer.say(notes());
    return Exit.DONE;
  }
}
