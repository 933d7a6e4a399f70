package com.example.shop;

import org.apache.camel.main.Main;

/** An application on camel-main, with routes of its own, that also provisions the orders of Connect. */
public final class Shop {

    private Shop() {}

    public static void main(String[] args) throws Exception {
        System.exit(application().run(args));
    }

    static Main application() {
        Main main = new Main();
        main.configure().addRoutesBuilder(new Deliveries());
        main.configure().addConfiguration(new ConnectOrders());
        return main;
    }
}
