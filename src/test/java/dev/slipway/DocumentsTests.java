package dev.slipway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * What people copy from the documents does them no harm, what is a table is shown as one, and every
 * decision is in the index.
 */
class DocumentsTests {

  private static final Predicate<String> MAKES_A_SECRET =
      Pattern.compile("(openssl rand|/dev/u?random)[^|>]*$").asPredicate();
  private static final Predicate<String> RULE =
      Pattern.compile("\\|( *:?-+:? *\\|)+").asMatchPredicate();

  /** The same command again would make another one, and the first would be lost. */
  @Test
  void noCommandMakesASecretThatIsNotKept() throws IOException {
    List<String> found = new ArrayList<>();
    for (Path document : documents()) {
      for (Line line : lines(document)) {
        if (line.code() && MAKES_A_SECRET.test(line.text())) found.add(line.at());
      }
    }
    assertThat(found).isEmpty();
  }

  /** An empty line ends a table, and the rows behind it are shown as they are written. */
  @Test
  void everyRowBelongsToATable() throws IOException {
    List<String> strays = new ArrayList<>();
    int tables = 0;
    for (Path document : documents()) {
      List<Line> lines = lines(document);
      for (int i = 0; i < lines.size(); i++) {
        boolean first = lines.get(i).isRow() && (i == 0 || !lines.get(i - 1).isRow());
        if (!first) continue;
        if (i + 1 < lines.size() && RULE.test(lines.get(i + 1).text())) tables++;
        else strays.add(lines.get(i).at());
      }
    }
    assertThat(strays).isEmpty();
    assertThat(tables).isGreaterThan(20);
  }

  @Test
  void everyDecisionStandsInTheIndex() throws IOException {
    String index = Files.readString(Path.of("docs/decisions/README.md"));
    assertThat(documents())
        .filteredOn(document -> document.toString().matches("docs/decisions/\\d{4}-.*"))
        .isNotEmpty()
        .allSatisfy(decision -> assertThat(index).contains("(" + decision.getFileName() + ")"));
  }

  /** A line, and whether it is code. */
  private record Line(Path document, int number, String text, boolean code) {

    boolean isRow() {
      return !code && text.startsWith("|");
    }

    String at() {
      return document + ":" + number + ": " + text;
    }
  }

  private static List<Line> lines(Path document) throws IOException {
    List<Line> lines = new ArrayList<>();
    boolean code = false;
    for (String text : Files.readAllLines(document)) {
      boolean fence = text.strip().startsWith("```");
      if (fence) code = !code;
      lines.add(new Line(document, lines.size() + 1, text, code && !fence));
    }
    return lines;
  }

  private static List<Path> documents() throws IOException {
    try (Stream<Path> docs = Files.walk(Path.of("docs"))) {
      return Stream.concat(Stream.of("README.md", "CONTRIBUTING.md").map(Path::of), docs)
          .filter(file -> file.toString().endsWith(".md"))
          .sorted()
          .toList();
    }
  }
}
