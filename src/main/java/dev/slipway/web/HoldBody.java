package dev.slipway.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Reads bodies for those who look at them before a handler does. */
@Component
public class HoldBody {

  private final Problems problems;

  HoldBody(Problems problems) {
    this.problems = problems;
  }

  /** The request with its body; empty where that is too large, which is answered here. */
  public Optional<HeldRequest> of(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    try {
      return Optional.of(new HeldRequest(request, request.getInputStream().readAllBytes()));
    } catch (BodyLimit.TooLarge tooLarge) {
      problems.write(BodyProblems.tooLarge(tooLarge.limit()), request, response);
      return Optional.empty();
    }
  }
}
