package dev.slipway.web;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.stereotype.Component;

/**
 * The pages of {@code docs/problems}, one a code, its first line the title. Reasons of deployments
 * that ask for a person have one too.
 */
@Component
public class ProblemPages {

  /** What was looked up: a look at every jar for each deployment of a list would be slow. */
  private static final Map<String, Optional<String>> ADDRESSES = new ConcurrentHashMap<>();

  private final SortedMap<String, String> pages;

  ProblemPages() {
    this.pages = Collections.unmodifiableSortedMap(read());
  }

  /** Where this process answers with the page of a code; empty where none explains it. */
  public static Optional<String> address(String code) {
    return ADDRESSES.computeIfAbsent(
        code,
        unknown ->
            Optional.ofNullable(ProblemPages.class.getResource("/problems/" + unknown + ".md"))
                .map(page -> "/problems/" + unknown));
  }

  /** The page of a code, as Markdown. */
  Optional<String> page(String code) {
    return Optional.ofNullable(pages.get(code));
  }

  /** Every page by its code. */
  Map<String, String> all() {
    return pages;
  }

  /** What every problem of the code is called; the code itself where no page explains it. */
  String title(String code) {
    return page(code).map(ProblemPages::heading).orElse(code);
  }

  static String heading(String page) {
    return page.lines().findFirst().orElse("").replaceFirst("^#+\\s*", "").strip();
  }

  private static SortedMap<String, String> read() {
    SortedMap<String, String> pages = new TreeMap<>();
    try {
      Resource[] files =
          new PathMatchingResourcePatternResolver().getResources("classpath*:problems/*.md");
      for (Resource file : files) {
        String name = String.valueOf(file.getFilename());
        pages.put(
            name.substring(0, name.length() - ".md".length()),
            file.getContentAsString(StandardCharsets.UTF_8));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return pages;
  }
}
