package dev.slipway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The container image is built from no more of the project than {@code .dockerignore} lets in. */
class ImageTests {

  private static final Pattern PROFILES =
      Pattern.compile("<profiles>.*</profiles>", Pattern.DOTALL);
  private static final Pattern FROM_THE_PROJECT =
      Pattern.compile("\\$\\{project\\.basedir}/([^<]+)<");
  private static final Pattern RESOURCES = Pattern.compile("<directory>([^$<]+)</directory>");
  private static final Pattern INCLUDED = Pattern.compile("<include>([^*<]+)</include>");
  private static final Pattern COPIED = Pattern.compile("(?m)^COPY (?!--from)(.+) \\S+$");

  @Test
  void whatTheBuildReadsIsLetIn() throws IOException {
    String pom = PROFILES.matcher(Files.readString(Path.of("pom.xml"))).replaceAll("");
    List<String> read =
        Stream.of(FROM_THE_PROJECT, RESOURCES, INCLUDED)
            .flatMap(paths -> named(paths, pom))
            .toList();

    assertThat(read)
        .contains("src/build/Format.java", "db/migration", "openapi.yaml")
        .allSatisfy(path -> assertThat(Path.of(path)).exists())
        .allMatch(letIn());
  }

  @Test
  void whatTheDockerfileCopiesIsLetIn() throws IOException {
    List<String> copied =
        named(COPIED, Files.readString(Path.of("Dockerfile")))
            .flatMap(sources -> Arrays.stream(sources.split(" ")))
            .filter(source -> !source.equals("."))
            .toList();

    assertThat(copied)
        .isNotEmpty()
        .allSatisfy(path -> assertThat(Path.of(path)).exists())
        .allMatch(letIn());
  }

  private static Stream<String> named(Pattern pattern, String text) {
    return pattern.matcher(text).results().map(found -> found.group(1));
  }

  /**
   * As Docker reads it: a pattern holds for what is below it too, and the last that holds counts.
   */
  private static Predicate<String> letIn() throws IOException {
    List<String> patterns = Files.readAllLines(Path.of(".dockerignore"));
    return path -> {
      boolean in = true;
      for (String pattern : patterns) {
        boolean lets = pattern.startsWith("!");
        if (holds(lets ? pattern.substring(1) : pattern, Path.of(path))) in = lets;
      }
      return in;
    };
  }

  private static boolean holds(String pattern, Path path) {
    var glob = FileSystems.getDefault().getPathMatcher("glob:" + pattern);
    return Stream.iterate(path, parent -> parent != null, Path::getParent).anyMatch(glob::matches);
  }
}
