package dev.slipway.cli;

import dev.slipway.base.FieldChange;
import dev.slipway.base.MergePatch;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.MissingNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code slipway apply}. */
@Command(
    name = "apply",
    customSynopsis = "slipway apply -f FILE [-f FILE…] [options]",
    description = "Create environments, or change their profiles, as files say.",
    footer = {
      "",
      "Examples:",
      "  slipway apply -f prod.yaml --dry-run",
      "  slipway apply -f dev.yaml -f prod.yaml",
      "  slipway environments prod | sed 's/ml.c5.xlarge/ml.c5.2xlarge/' | slipway apply -f -",
      "",
      "A file has the members name, profile, and preset (for a new one), in YAML or JSON. What a",
      "profile leaves out stays as it is; null takes a member away. Endpoints follow with their",
      "next deployment."
    })
final class ApplyCommand extends ClientCommand {

  /**
   * A parameter of the API, by its convention, and a member of these requests too: a service that
   * knows of no dry run passes over a parameter and does it, but refuses a member.
   */
  private static final String DRY_RUN = "dry_run";

  @Option(
      names = {"-f", "--file"},
      required = true,
      paramLabel = "FILE",
      order = 10,
      description = "A file with one environment or several; - for standard input.")
  List<Path> files = List.of();

  @Option(
      names = "--dry-run",
      order = 11,
      description = "Check it as the change itself, and show what would change.")
  boolean dryRun;

  @Mixin Keyed keyed = new Keyed();

  private final Map<String, ObjectNode> made = new HashMap<>();

  ApplyCommand(Shell shell) {
    super(shell);
  }

  @Override
  Exit run(Session session) {
    // All are read before the first is applied: a mistake in the last one changes nothing.
    List<ObjectNode> wanted =
        files.stream().flatMap(file -> ProfileFile.read(file, session.shell()).stream()).toList();
    List<JsonNode> applied = apply(session, wanted);
    if (session.printer().json()) session.printer().items(applied);
    return Exit.DONE;
  }

  private List<JsonNode> apply(Session session, List<ObjectNode> wanted) {
    try {
      return wanted.stream().map(one -> apply(session, one)).toList();
    } catch (ClientFailure failure) {
      throw dryRun && knowsNoDryRun(failure)
          ? ClientFailure.of(
              Exit.REFUSED,
              "This service is too old for dry runs of apply.",
              "Nothing was changed. Update it first, or apply without --dry-run.")
          : failure;
    }
  }

  private static boolean knowsNoDryRun(ClientFailure failure) {
    return failure.document().stream()
        .flatMap(problem -> problem.path("errors").valueStream())
        .anyMatch(error -> error.path("pointer").asString("").equals("/" + DRY_RUN));
  }

  private JsonNode apply(Session session, ObjectNode wanted) {
    String name = wanted.path("name").asString("");
    Optional<Answer> present = present(session.api(), name);
    if (present.isEmpty()) return make(session, name, wanted);
    boolean early = early(wanted);
    JsonNode before = present.get().body().path("profile");
    JsonNode after = before;
    if (!MergePatch.apply(before, wanted.path("profile")).equals(before)) {
      ObjectNode patch = JsonNodeFactory.instance.objectNode();
      patch.set("profile", (early ? alone(wanted) : wanted).path("profile"));
      if (dryRun) patch.put(DRY_RUN, true);
      after =
          session
              .api()
              .patch(asked(Route.of("environments", name)), present.get().etag(), patch)
              .body()
              .path("profile");
      if (early) ((ObjectNode) after).set("predecessor", predecessor(wanted));
    }
    List<FieldChange> changes = FieldChange.between(before, after);
    show(session.printer(), name, false, changes);
    return told(name, false, changes);
  }

  /**
   * A new one is shown as it is made: what the file leaves out is the preset's. A later document of
   * the same name is laid over the earlier one by a dry run, which has made nothing.
   */
  private JsonNode make(Session session, String name, ObjectNode document) {
    ObjectNode first = made.get(name);
    ObjectNode wanted = first == null ? document : (ObjectNode) MergePatch.apply(first, document);
    boolean early = early(wanted);
    ObjectNode body = early ? alone(wanted) : wanted.deepCopy();
    if (dryRun) body.put(DRY_RUN, true);
    JsonNode profile =
        session
            .api()
            .post(asked(Route.of("environments")), keyed.key(name), body)
            .body()
            .path("profile");
    if (early) ((ObjectNode) profile).set("predecessor", predecessor(wanted));
    made.put(name, wanted);
    List<FieldChange> changes =
        FieldChange.between(MissingNode.getInstance(), profile).stream()
            .filter(ApplyCommand::says)
            .toList();
    show(session.printer(), name, true, changes);
    return told(name, true, changes);
  }

  /** Whether the one before it is made by the same run: a dry one has not made it. */
  private boolean early(ObjectNode wanted) {
    return dryRun && made.containsKey(predecessor(wanted).asString(""));
  }

  private static JsonNode predecessor(ObjectNode wanted) {
    return wanted.path("profile").path("predecessor");
  }

  private Route asked(Route route) {
    return route.with(DRY_RUN, dryRun ? true : null);
  }

  private static ObjectNode alone(ObjectNode wanted) {
    ObjectNode alone = wanted.deepCopy();
    ((ObjectNode) alone.path("profile")).remove("predecessor");
    return alone;
  }

  /** In a new profile a null is nothing, and an empty list neither. */
  private static boolean says(FieldChange change) {
    JsonNode after = change.after();
    return !after.isNull() && !(after.isArray() && after.isEmpty());
  }

  private static Optional<Answer> present(Api api, String name) {
    try {
      return Optional.of(api.get(Route.of("environments", name)));
    } catch (ClientFailure failure) {
      boolean absent =
          failure
              .document()
              .filter(problem -> problem.path("code").asString("").equals("no-such-environment"))
              .isPresent();
      if (absent) return Optional.empty();
      throw failure;
    }
  }

  private void show(Printer printer, String name, boolean created, List<FieldChange> changes) {
    String title = printer.paint().bold(name);
    if (changes.isEmpty() && !created) {
      printer.say(title + ": no changes.");
      return;
    }
    String verb =
        created
            ? (dryRun ? "would be created" : "is created")
            : dryRun ? "would change" : "changes";
    printer.say(title + " " + verb + ":");
    List<String[]> rows =
        changes.stream()
            .map(change ->
                new String[] {
                  change.field(), text(change, change.before()), text(change, change.after())
                })
            .toList();
    new ShowPlan(printer).changes(rows).forEach(line -> printer.say("  " + line));
  }

  private static String text(FieldChange change, JsonNode value) {
    String text = ShowPlan.text(value);
    return change.secret() && !text.isEmpty() ? "(hidden)" : text;
  }

  private JsonNode told(String name, boolean created, List<FieldChange> changes) {
    ObjectNode document = JsonNodeFactory.instance.objectNode();
    document.put("name", name);
    document.put("created", created);
    document.put("changed", created || !changes.isEmpty());
    document.put(DRY_RUN, dryRun);
    var fields = document.putArray("changes");
    for (FieldChange change : changes) {
      ObjectNode one = fields.addObject().put("field", change.field());
      put(one, "before", change, change.before());
      put(one, "after", change, change.after());
    }
    return document;
  }

  private static void put(ObjectNode one, String side, FieldChange change, JsonNode value) {
    if (value.isMissingNode() || value.isNull()) return;
    if (change.secret()) one.put(side, "(hidden)");
    else one.set(side, value);
  }
}
