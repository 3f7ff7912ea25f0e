# Takes datagrams where systemd would, and prints each as a line of JSON.
import json, socket, sys

name = sys.argv[1]
receiver = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
receiver.bind("\0" + name[1:] if name.startswith("@") else name)
print(json.dumps("ready"), flush=True)
while True:
    print(json.dumps(receiver.recv(4096).decode()), flush=True)
