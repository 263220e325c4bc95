package dev.slipway;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** Entry point of the service. */
@SpringBootApplication
public class Slipway {

  public static void main(String[] arguments) {
    SpringApplication.run(Slipway.class, arguments);
  }
}
