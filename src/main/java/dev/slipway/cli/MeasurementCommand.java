package dev.slipway.cli;

import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A command that has an endpoint measured: it plans, begins, follows and calls off. */
abstract class MeasurementCommand extends ClientCommand {

  @Parameters(paramLabel = "ENDPOINT", description = "Its name, <environment>-<model>.")
  String endpoint = "";

  @Option(
      names = "--sample",
      paramLabel = "NAME",
      order = 9,
      description = "What is sent; may be repeated. All of the model's unless told.")
  @Nullable List<String> samples;

  @Option(
      names = "--safety-factor",
      paramLabel = "N",
      order = 19,
      description = "What of the highest rate autoscaling is to aim for. Usually 0.5.")
  @Nullable Double safetyFactor;

  @Option(
      names = "--confirm",
      paramLabel = "ENDPOINT",
      order = 21,
      description = "The endpoint's name once more, since this is real load or costs money.")
  @Nullable String confirm;

  @Option(names = "--dry-run", order = 22, description = "Show what it would do; begin nothing.")
  boolean dryRun;

  @Option(names = "--cancel", paramLabel = "ID", order = 23, description = "End this one instead.")
  @Nullable String cancel;

  @Mixin Why why = new Why();
  @Mixin Patience patience = new Patience();
  @Mixin Keyed keyed = new Keyed();

  private final String collection;
  private final Function<JsonNode, Measurement> read;

  /**
   * A command for one kind of measurement.
   *
   * @param collection where the API keeps them, below the endpoint
   * @param read from what the API shows
   */
  MeasurementCommand(Shell shell, String collection, Function<JsonNode, Measurement> read) {
    super(shell);
    this.collection = collection;
    this.read = read;
  }

  /** Adds what this kind is asked with, beside what all are. */
  abstract void ask(ObjectNode body);

  /** What a plan says, for people. */
  abstract List<String> told(JsonNode plan);

  @Override
  Exit run(Session session) {
    if (cancel != null) {
      Exit exit = follow(session, post(session, all().below(cancel, "cancel"), why.body()));
      return exit == Exit.CANCELED ? Exit.DONE : exit;
    }
    JsonNode answer = post(session, all().with("dry_run", dryRun ? true : null), body());
    return dryRun ? show(session.printer(), answer, told(answer)) : follow(session, answer);
  }

  private Exit follow(Session session, JsonNode begun) {
    Measurement measured = read.apply(begun);
    return patience.wait
        ? new FollowMeasurement(session, all().below(measured.id()), patience, read).until(begun)
        : show(session.printer(), begun, List.of(measured.line()));
  }

  private ObjectNode body() {
    ObjectNode body = why.body();
    if (confirm != null) body.put("confirm", confirm);
    if (samples != null) samples.forEach(body.putArray("samples")::add);
    if (safetyFactor != null) body.put("safety_factor", safetyFactor);
    ask(body);
    return body;
  }

  private JsonNode post(Session session, Route route, ObjectNode body) {
    return session.api().post(route, keyed.key(), body).body();
  }

  private Route all() {
    return Route.of("endpoints", endpoint, collection);
  }

  private static Exit show(Printer printer, JsonNode document, List<String> lines) {
    if (printer.json()) printer.document(document);
    else printer.say(lines);
    return Exit.DONE;
  }
}
