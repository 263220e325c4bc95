package dev.slipway.history;

import dev.slipway.access.Reach;
import dev.slipway.base.Failure;
import dev.slipway.base.Ids;
import dev.slipway.web.StatedTime;
import java.util.List;
import java.util.UUID;
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
        deployment(request.getParameter("deployment")),
        given(request, "environment"),
        StatedTime.read("created_after", request.getParameter("created_after")),
        Reach.EVERYWHERE);
  }

  private static @Nullable String given(NativeWebRequest request, String name) {
    String text = request.getParameter(name);
    return text == null || text.isEmpty() ? null : text;
  }

  private static @Nullable UUID deployment(@Nullable String text) {
    if (text == null || text.isEmpty()) return null;
    return Ids.read(text)
        .orElseThrow(() ->
            Failure.Invalid.field("deployment", "The value of \"deployment\" is not a UUID."));
  }
}
