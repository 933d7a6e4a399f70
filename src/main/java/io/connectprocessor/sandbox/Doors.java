package io.connectprocessor.sandbox;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import javax.net.ServerSocketFactory;

/**
 * Server sockets whose port is free when they are closed: of the JDK's the system closes a port only when the thread has left that waits for a
 * connection there.
 */
final class Doors extends ServerSocketFactory {

    @Override
    public ServerSocket createServerSocket(int port) throws IOException {
        return createServerSocket(port, 0);
    }

    @Override
    public ServerSocket createServerSocket(int port, int backlog) throws IOException {
        return createServerSocket(port, backlog, null);
    }

    @Override
    public ServerSocket createServerSocket(int port, int backlog, InetAddress address) throws IOException {
        Door door = new Door();
        try {
            door.bind(new InetSocketAddress(address, port), backlog);
            return door;
        } catch (IOException taken) {
            door.close();
            throw taken;
        }
    }

    private static final class Door extends ServerSocket {

        private final Lock waiting = new ReentrantLock();

        Door() throws IOException {}

        @Override
        public Socket accept() throws IOException {
            waiting.lock();
            try {
                return super.accept();
            } finally {
                waiting.unlock();
            }
        }

        @Override
        public void close() throws IOException {
            super.close();
            waiting.lock();
            waiting.unlock();
        }
    }
}
