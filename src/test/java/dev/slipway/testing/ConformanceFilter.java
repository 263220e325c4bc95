package dev.slipway.testing;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.springframework.core.Ordered;
import org.springframework.http.MediaType;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.util.ContentCachingRequestWrapper;
import org.springframework.web.util.ContentCachingResponseWrapper;

/**
 * Compares every answer under {@code /v1} with {@code openapi.yaml} before it leaves; event streams
 * excluded. Make it a bean of the application under test ({@code @Import}) and put {@link
 * Conforming} on the test, which then fails if an answer did not conform.
 */
public final class ConformanceFilter extends OncePerRequestFilter implements Ordered {

  private static final List<String> FOUND = Collections.synchronizedList(new ArrayList<>());

  /** What was found since the last call. */
  public static List<String> drain() {
    synchronized (FOUND) {
      List<String> found = List.copyOf(FOUND);
      FOUND.clear();
      return found;
    }
  }

  @Override
  public int getOrder() {
    return HIGHEST_PRECEDENCE;
  }

  @Override
  protected boolean shouldNotFilter(HttpServletRequest request) {
    return !request.getRequestURI().startsWith("/v1/")
        || String.valueOf(request.getHeader("Accept")).contains(MediaType.TEXT_EVENT_STREAM_VALUE);
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    var question = new ContentCachingRequestWrapper(request, 1 << 20);
    var answer = new Answer(response);
    chain.doFilter(question, answer);
    // What the container says in place of an answer is not known here.
    if (answer.left) return;
    FOUND.addAll(
        Conformance.violations(
            new Conformance.Exchange(
                request.getMethod(),
                request.getRequestURI()
                    + (request.getQueryString() == null ? "" : "?" + request.getQueryString()),
                headers(
                    Collections.list(request.getHeaderNames()),
                    name -> Collections.list(request.getHeaders(name))),
                text(question.getContentAsByteArray()),
                answer.getStatus(),
                headers(answer.getHeaderNames(), answer::getHeaders),
                new String(answer.getContentAsByteArray(), StandardCharsets.UTF_8))));
    answer.copyBodyToResponse();
  }

  /** JSON says by its first bytes how it is encoded. */
  private static String text(byte[] body) {
    boolean wide = body.length > 1 && (body[0] & 0xff) == 0xfe && (body[1] & 0xff) == 0xff;
    String text = new String(body, wide ? StandardCharsets.UTF_16 : StandardCharsets.UTF_8);
    return text.startsWith("\ufeff") ? text.substring(1) : text;
  }

  private static final class Answer extends ContentCachingResponseWrapper {
    private boolean left;

    Answer(HttpServletResponse response) {
      super(response);
    }

    @Override
    public void sendError(int status) throws IOException {
      left = true;
      super.sendError(status);
    }

    @Override
    public void sendError(int status, String message) throws IOException {
      left = true;
      super.sendError(status, message);
    }
  }

  private static Map<String, List<String>> headers(
      Collection<String> names, Function<String, Collection<String>> values) {
    Map<String, List<String>> headers = new LinkedHashMap<>();
    names.forEach(name -> headers.put(name, List.copyOf(values.apply(name))));
    return headers;
  }
}
