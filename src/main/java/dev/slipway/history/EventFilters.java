package dev.slipway.history;

import dev.slipway.access.Reach;
import dev.slipway.base.Failure;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.MethodParameter;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** Reads an {@link EventFilter} from the query, for every form in which the record is told. */
@Configuration(proxyBeanMethods = false)
class EventFilters implements WebMvcConfigurer, HandlerMethodArgumentResolver {

  private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59Z");

  @Override
  public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
    resolvers.add(this);
  }

  @Override
  public boolean supportsParameter(MethodParameter parameter) {
    return parameter.getParameterType().equals(EventFilter.class);
  }

  @Override
  public Object resolveArgument(
      MethodParameter parameter,
      @Nullable ModelAndViewContainer container,
      NativeWebRequest request,
      @Nullable WebDataBinderFactory binders) {
    return new EventFilter(
        request.getParameter("subject_type"),
        request.getParameter("subject"),
        request.getParameter("actor"),
        request.getParameter("type"),
        read(request, "deployment", "a UUID", UUID::fromString),
        read(request, "created_after", "a time by RFC 3339", EventFilters::time),
        Reach.EVERYWHERE);
  }

  private static <T> @Nullable T read(
      NativeWebRequest request, String name, String kind, Function<String, T> form) {
    String text = request.getParameter(name);
    if (text == null || text.isEmpty()) {
      return null;
    }
    try {
      return form.apply(text);
    } catch (IllegalArgumentException | DateTimeException e) {
      throw Failure.Invalid.field(name, "The value of \"%s\" is not %s.".formatted(name, kind));
    }
  }

  private static Instant time(String text) {
    Instant time = Instant.parse(text);
    // Postgres keeps no more than that, and nothing happened outside of it.
    if (time.isBefore(Instant.EPOCH) || time.isAfter(LATEST)) {
      throw Failure.Invalid.field(
          "created_after", "created_after must be a time between the years 1970 and 9999.");
    }
    return time;
  }
}
