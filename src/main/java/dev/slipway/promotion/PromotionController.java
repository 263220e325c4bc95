package dev.slipway.promotion;

import dev.slipway.access.Principal;
import dev.slipway.base.Page;
import dev.slipway.web.Idempotent;
import dev.slipway.web.PageRequest;
import jakarta.validation.Valid;
import java.net.URI;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Promotions over HTTP. */
@RestController
@RequestMapping("/v1/promotions")
class PromotionController {

  private static final String POLL_SECONDS = "5";

  private final Promote promote;
  private final Promotions promotions;

  PromotionController(Promote promote, Promotions promotions) {
    this.promote = promote;
    this.promotions = promotions;
  }

  @PostMapping
  @Idempotent
  ResponseEntity<?> promote(
      @Valid @RequestBody PromotionRequest request,
      @RequestParam(name = "dry_run", defaultValue = "false") boolean dryRun,
      @AuthenticationPrincipal Principal caller) {
    if (dryRun) return ResponseEntity.ok(promote.plan(request));
    Promotion promotion = promote.promote(request, caller.name());
    URI location = URI.create("/v1/promotions/" + promotion.id());
    return switch (promotion.outcome()) {
      case NO_CHANGES, REFUSED -> ResponseEntity.ok().location(location).body(promotion);
      case DEPLOYING, WAITING ->
          ResponseEntity.accepted()
              .location(location)
              .header(HttpHeaders.RETRY_AFTER, POLL_SECONDS)
              .body(promotion);
    };
  }

  @GetMapping
  Page<Promotion> list(@RequestParam(required = false) @Nullable String model, PageRequest page) {
    return page.page(promotions.list(model, page.afterId(), page.limit()), Promotion::id);
  }

  @GetMapping("/{id}")
  Promotion get(@PathVariable UUID id) {
    return promotions.withId(id);
  }
}
