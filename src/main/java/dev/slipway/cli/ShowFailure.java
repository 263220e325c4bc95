package dev.slipway.cli;

import dev.slipway.base.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Says why a command could not do what was asked: the sentence, the fields, and the way out. */
final class ShowFailure {

  private static final Pattern THING =
      Pattern.compile("/v1/(?:deployments|promotions)/([0-9a-f-]{36})");

  private ShowFailure() {}

  static List<String> lines(ClientFailure failure, Paint paint, @Nullable String base) {
    List<String> lines = new ArrayList<>();
    lines.add(paint.bad("✗ ") + failure.sentence());
    if (!failure.wayOut().isEmpty()) lines.add("  " + failure.wayOut());
    failure
        .document()
        .map(document -> Json.mapper().treeToValue(document, Problem.class))
        .ifPresent(problem -> details(problem, paint, base, lines));
    return lines;
  }

  private static void details(
      Problem problem, Paint paint, @Nullable String base, List<String> lines) {
    for (Problem.Violation violation : problem.violations()) {
      if (problem.detail() != null && problem.detail().contains(violation.detail())) continue;
      String pointer = violation.pointer() == null ? "" : violation.pointer() + "  ";
      lines.add("  " + paint.bold(pointer) + violation.detail());
    }
    if (problem.aws() != null) {
      String request =
          problem.aws().requestId() == null ? "" : ", request " + problem.aws().requestId();
      lines.add("  AWS: %s %s%s".formatted(problem.aws().service(), problem.aws().code(), request));
    }
    if (problem.link() != null) lines.add("  " + inTheWay(problem.link(), base));
    if (Boolean.TRUE.equals(problem.retryable())) {
      lines.add("  The same may succeed later, with nothing mended.");
    }
    if (problem.type() != null) {
      lines.add("  " + paint.dim("More: " + (base == null ? "" : base) + problem.type()));
    }
    if (problem.requestId() != null) {
      lines.add("  " + paint.dim("Request: " + problem.requestId()));
    }
  }

  private static String inTheWay(String link, @Nullable String base) {
    Matcher thing = THING.matcher(link);
    return thing.matches()
        ? "See it: slipway watch " + thing.group(1)
        : "See it: " + (base == null ? "" : base) + link;
  }
}
