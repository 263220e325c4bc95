package dev.slipway.cli;

import java.util.UUID;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.ObjectNode;

/** Which update may be undone for a promotion. */
final class Superseded {

  @Option(
      names = "--supersede",
      order = 22,
      description = "Undo an update that runs on the endpoint first, in place of being refused.")
  boolean any;

  @Option(
      names = "--supersedes",
      paramLabel = "DEPLOYMENT",
      order = 23,
      description =
          "The same, for this update alone: the one that slipway plan --supersede names. Another"
              + " that runs by then is in the way.")
  @Nullable UUID named;

  /** Puts it into a promotion's request. */
  void into(ObjectNode body) {
    if (any || named != null) body.put("supersede", true);
    if (named != null) body.put("supersedes", named.toString());
  }
}
