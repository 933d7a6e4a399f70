create table booking (request varchar(100) primary key, asset varchar(100) not null);
