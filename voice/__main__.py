"""`python -m voice`: the speaking process. Started by voice.speaker, not by hand."""

from voice.speech_process import main

if __name__ == "__main__":
    main()
