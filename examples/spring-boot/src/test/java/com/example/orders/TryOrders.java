package com.example.orders;

import io.connectprocessor.sandbox.Sandbox;
import org.springframework.boot.builder.SpringApplicationBuilder;

/** The application between a sandbox and a PostgreSQL of its own: {@code mvn spring-boot:test-run}. Ten purchases wait for it. */
public class TryOrders {

    public static void main(String[] args) {
        Sandbox sandbox = new SpringApplicationBuilder(OrdersApplication.class)
                .initializers(new Surroundings())
                .run(args)
                .getBean(Sandbox.class);
        for (int i = 0; i < 10; i++) {
            sandbox.request("purchase").create();
        }
    }
}
