package dev.slipway.cli;

import dev.slipway.base.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** {@code slipway environments}. */
@Command(
    name = "environments",
    customSynopsis = "slipway environments [ENVIRONMENT] [options]",
    description = "List the environments; or show one's profile in the form that apply takes.",
    footer = {"", "Examples:", "  slipway environments", "  slipway environments prod > prod.yaml"})
final class EnvironmentsCommand extends ClientCommand {

  private static final int ALL = 10_000;

  @Parameters(arity = "0..1", paramLabel = "ENVIRONMENT", description = "Only this one, whole.")
  @Nullable String name;

  EnvironmentsCommand(Shell shell) {
    super(shell);
  }

  @Override
  Exit run(Session session) {
    Printer printer = session.printer();
    if (name != null) {
      JsonNode document = session.api().get(Route.of("environments", name)).body();
      if (printer.json()) printer.document(document);
      else printer.say(ProfileFile.yaml(document).stripTrailing().lines().toList());
      return Exit.DONE;
    }
    List<JsonNode> items = session.api().list(Route.of("environments"), ALL);
    if (printer.json()) {
      printer.items(items);
      return Exit.DONE;
    }
    Table table =
        new Table(
            printer.paint(), "ENVIRONMENT", "AFTER", "ACCOUNT", "REGION", "ROLLOUT", "REVISION");
    List<Environment> all =
        items.stream().map(it -> Json.mapper().treeToValue(it, Environment.class)).toList();
    for (Environment one : Chain.ordered(all)) {
      table.row(
          one.name(),
          one.predecessor(),
          one.profile().at("/location/account_id").asString(""),
          one.profile().at("/location/region").asString(""),
          one.profile().at("/rollout/strategy").asString(""),
          Integer.toString(one.revision()));
    }
    printer.table(table, "No environments. Make one: slipway apply -f environment.yaml.");
    return Exit.DONE;
  }
}
